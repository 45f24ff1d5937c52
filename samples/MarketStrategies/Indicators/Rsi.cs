using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>
/// Relative strength index: 100 − 100 / (1 + average gain / average loss), averages smoothed by 1/period.
/// J. Welles Wilder, New Concepts in Technical Trading Systems (1978), ch. 6.
/// </summary>
internal static class Rsi
{
    /// <summary>The index of each day; NaN for the first <paramref name="period"/> days.</summary>
    internal static double[] Of(ImmutableArray<double> close, int period = 14)
    {
        var rsi = new double[close.Length];
        var (gain, loss) = (0d, 0d);
        for (var t = 0; t < close.Length; t++)
        {
            var change = t == 0 ? 0 : close[t] - close[t - 1];
            var (up, down) = (Math.Max(change, 0), Math.Max(-change, 0));
            if (t <= period)
            {
                (gain, loss) = (gain + (up / period), loss + (down / period));
                rsi[t] = t < period ? double.NaN : Index(gain, loss);
                continue;
            }

            (gain, loss) = (((gain * (period - 1)) + up) / period, ((loss * (period - 1)) + down) / period);
            rsi[t] = Index(gain, loss);
        }

        return rsi;
    }

    /// <summary>A market that never moved is in the middle.</summary>
    private static double Index(double gain, double loss) => gain + loss == 0 ? 50 : 100 * gain / (gain + loss);
}
