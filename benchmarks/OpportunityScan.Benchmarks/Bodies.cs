using System.Runtime.CompilerServices;

namespace OpportunityScan.Benchmarks;

/// <summary>What the measured strategies do.</summary>
internal static class Bodies
{
    /// <summary>Yields the thread once, then one opportunity: as little as an asynchronous strategy can do.</summary>
    internal static async IAsyncEnumerable<Opportunity> One([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        yield return new Opportunity { Type = "spot_momentum", Symbol = "IBM", ProfitPotential = 120, Confidence = 0.5 };
    }

    /// <summary>Emits <paramref name="count"/> distinct opportunities at once.</summary>
    internal static async IAsyncEnumerable<Opportunity> Many(int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        foreach (var opportunity in Distinct(count))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return opportunity;
        }
    }

    /// <summary>Runs until the scan is stopped.</summary>
    internal static async IAsyncEnumerable<Opportunity> Endless([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var opportunity in One(cancellationToken)) yield return opportunity;
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
    }

    /// <summary>Distinct opportunities in no order, with few equal scores.</summary>
    internal static IEnumerable<Opportunity> Distinct(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var scattered = i * 7_919L % 10_007; // both prime, so neighbours are far apart
            yield return new Opportunity
            {
                Type = "spot_momentum",
                Symbol = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"SYM{i}"),
                Exchange = "XNYS",
                ProfitPotential = 10 + (scattered / 7m),
                Confidence = 0.5,
                Risk = (RiskLevel)(i % 4),
                Timeframe = "1d",
            };
        }
    }
}
