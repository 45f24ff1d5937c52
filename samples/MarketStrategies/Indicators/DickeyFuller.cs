namespace MarketStrategies;

/// <summary>
/// Does a series return to zero? The t statistic of γ in Δu[t] = γ u[t−1] + φ Δu[t−1] + ε; the further below zero, the surer.
/// D. A. Dickey and W. A. Fuller, Journal of the American Statistical Association 74 (1979), with one lag.
/// </summary>
internal static class DickeyFuller
{
    /// <summary>
    /// Below this the residuals of a regression of two series are stationary at the 5 % level: J. G. MacKinnon, "Critical Values for
    /// Cointegration Tests" (1991), two variables with a constant, large sample.
    /// </summary>
    internal const double Cointegrated = -3.34;

    /// <summary>The statistic; 0 when the series does not vary.</summary>
    internal static double Statistic(ReadOnlySpan<double> u)
    {
        var (xx, xz, zz, xy, zy, yy, n) = (0d, 0d, 0d, 0d, 0d, 0d, 0);
        for (var t = 2; t < u.Length; t++)
        {
            var (x, z, y) = (u[t - 1], u[t - 1] - u[t - 2], u[t] - u[t - 1]);
            (xx, xz, zz, xy, zy, yy, n) = (xx + (x * x), xz + (x * z), zz + (z * z), xy + (x * y), zy + (z * y), yy + (y * y), n + 1);
        }

        var determinant = (xx * zz) - (xz * xz);
        if (n < 3 || determinant <= 0) return 0;
        var gamma = ((zz * xy) - (xz * zy)) / determinant;
        var phi = ((xx * zy) - (xz * xy)) / determinant;
        var residual = Math.Max(0, yy - (gamma * xy) - (phi * zy)) / (n - 2);
        return residual == 0 ? 0 : gamma / Math.Sqrt(residual * zz / determinant);
    }
}
