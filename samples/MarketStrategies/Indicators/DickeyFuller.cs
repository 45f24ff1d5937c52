using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace MarketStrategies;

/// <summary>
/// Does a series return to zero? The t statistic of γ in Δu[t] = γ u[t−1] + φ Δu[t−1] + ε; the further below zero, the surer.
/// D. A. Dickey and W. A. Fuller, Journal of the American Statistical Association 74 (1979), with one lag.
/// </summary>
/// <param name="Statistic">The statistic; 0 when the series does not vary.</param>
/// <param name="HalfLife">In how many days half of a deviation is gone; infinite when it does not return.</param>
internal readonly record struct DickeyFuller(double Statistic, double HalfLife)
{
    /// <summary>
    /// Below this the residuals of a regression of two series are stationary at the 5 % level: J. G. MacKinnon, "Critical Values for
    /// Cointegration Tests" (1991), two variables with a constant, large sample.
    /// </summary>
    internal const double Cointegrated = -3.34;

    /// <summary>Where the response surface changes its form.</summary>
    private const double Border = -2.62;
    private const double Highest = 0.92;

    internal bool IsCointegrated => Statistic < Cointegrated;

    /// <summary>
    /// The chance of a statistic as low in the residuals of two series that have nothing to do with each other: J. G. MacKinnon, "Approximate
    /// Asymptotic Distribution Functions for Unit-Root and Cointegration Tests", Journal of Business and Economic Statistics 12 (1994).
    /// </summary>
    internal double PValue => Statistic switch
    {
        > Highest => 1,
        <= Border => Normal.CDF(0, 1, Polynomial.Evaluate(Statistic, 2.92, 1.5012, 0.039796)),
        _ => Normal.CDF(0, 1, Polynomial.Evaluate(Statistic, 2.1945, 0.64695, -0.29198, -0.042377)),
    };

    internal static DickeyFuller Of(ReadOnlySpan<double> u)
    {
        var (xx, xz, zz, xy, zy, yy, n) = (0d, 0d, 0d, 0d, 0d, 0d, 0);
        for (var t = 2; t < u.Length; t++)
        {
            var (x, z, y) = (u[t - 1], u[t - 1] - u[t - 2], u[t] - u[t - 1]);
            (xx, xz, zz, xy, zy, yy, n) = (xx + (x * x), xz + (x * z), zz + (z * z), xy + (x * y), zy + (z * y), yy + (y * y), n + 1);
        }

        var determinant = (xx * zz) - (xz * xz);
        if (n < 3 || determinant <= 0) return new DickeyFuller(0, double.PositiveInfinity);
        var gamma = ((zz * xy) - (xz * zy)) / determinant;
        var phi = ((xx * zy) - (xz * xy)) / determinant;
        var residual = Math.Max(0, yy - (gamma * xy) - (phi * zy)) / (n - 2);
        return new DickeyFuller(residual == 0 ? 0 : gamma / Math.Sqrt(residual * zz / determinant), HalfLifeOf(xy / xx));
    }

    /// <summary>Of a series that loses the share −<paramref name="gamma"/> of its deviation a day.</summary>
    private static double HalfLifeOf(double gamma) => gamma is < 0 and > -1 ? Math.Log(0.5) / Math.Log(1 + gamma) : gamma <= -1 ? 0 : double.PositiveInfinity;
}
