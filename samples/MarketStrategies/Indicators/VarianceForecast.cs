using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>
/// What the variance of the next month is to be, by regression on that of the last: v[next] = a + b v[last], fitted on the months that had
/// ended by then, b between 0 and 1, so that it returns to its mean as fast as it did in the past. The simplest of the forecasts compared by
/// S.-H. Poon and C. W. J. Granger, "Forecasting Volatility in Financial Markets", Journal of Economic Literature 41 (2003).
/// </summary>
internal sealed class VarianceForecast
{
    /// <summary>The days of a month, which is what is measured and forecast.</summary>
    internal const int Month = 21;

    /// <summary>The months that a first regression takes.</summary>
    private const int FewestMonths = 24;

    /// <summary>The first day with a forecast.</summary>
    internal const int FirstDay = Month * (FewestMonths + 1);

    /// <summary>No month is forecast to be calmer than this share of the mean variance.</summary>
    private const double Floor = 0.2;

    private readonly double[] _squares;
    private readonly List<(double A, double B, double Mean)> _lines = [];

    internal VarianceForecast(ImmutableArray<double> returns)
    {
        _squares = new double[returns.Length];
        for (var t = 1; t < returns.Length; t++) _squares[t] = _squares[t - 1] + (returns[t] * returns[t]);

        var (n, sx, sy, sxx, sxy) = (0, 0d, 0d, 0d, 0d);
        for (var end = 2 * Month; end < returns.Length; end += Month)
        {
            var (x, y) = (Last(end - Month), Last(end));
            (n, sx, sy, sxx, sxy) = (n + 1, sx + x, sy + y, sxx + (x * x), sxy + (x * y));
            var spread = sxx - (sx * sx / n);
            var b = spread > 0 ? Math.Clamp((sxy - (sx * sy / n)) / spread, 0, 1) : 0;
            _lines.Add(((sy - (b * sx)) / n, b, sy / n));
        }
    }

    /// <summary>The daily volatility of the month after <paramref name="day"/>, from nothing after that day.</summary>
    internal double Volatility(int day)
    {
        var (a, b, mean) = _lines[(day / Month) - 2];
        return Math.Sqrt(Math.Max(a + (b * Last(day)), Floor * mean));
    }

    private double Last(int day) => (_squares[day] - _squares[day - Month]) / Month;
}
