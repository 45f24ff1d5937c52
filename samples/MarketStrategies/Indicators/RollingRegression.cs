using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>A least-squares line y = α + β x over a window of days.</summary>
/// <param name="Alpha">Where the line crosses zero.</param>
/// <param name="Beta">Its slope.</param>
/// <param name="Deviation">The standard deviation of the residuals.</param>
internal readonly record struct Line(double Alpha, double Beta, double Deviation);

/// <summary>The least-squares line of the last days, for each day, by running sums: one pass instead of one regression a day.</summary>
internal static class RollingRegression
{
    /// <summary>The line over the <paramref name="days"/> days up to each day; <c>default</c> for the first days, which have no full window.</summary>
    internal static Line[] Of(ImmutableArray<double> x, ImmutableArray<double> y, int days)
    {
        var lines = new Line[x.Length];
        var (sx, sy, sxx, sxy, syy) = (0d, 0d, 0d, 0d, 0d);
        for (var t = 0; t < x.Length; t++)
        {
            Add(t, 1);
            if (t >= days) Add(t - days, -1);
            if (t >= days - 1) lines[t] = Fit();
        }

        return lines;

        void Add(int t, int sign)
        {
            sx += sign * x[t];
            sy += sign * y[t];
            sxx += sign * x[t] * x[t];
            sxy += sign * x[t] * y[t];
            syy += sign * y[t] * y[t];
        }

        Line Fit()
        {
            var (cxx, cxy, cyy) = (sxx - (sx * sx / days), sxy - (sx * sy / days), syy - (sy * sy / days));
            if (cxx <= 0) return default;
            var beta = cxy / cxx;
            return new Line((sy - (beta * sx)) / days, beta, Math.Sqrt(Math.Max(0, cyy - (beta * cxy)) / (days - 2)));
        }
    }
}
