using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Diagnostics;
using OpportunityScan.Estimating;
using OpportunityScan.Ranking;
using OpportunityScan.Running;
using OpportunityScan.State;
using OpportunityScan.Storage;
using OpportunityScan.Tests.Lookup;

namespace OpportunityScan.Tests.RunningUnits;

/// <summary>A ledger over a claimed scan, with everything around it at hand.</summary>
internal sealed class RunningFixture : IDisposable
{
    private readonly ScanMetrics _metrics = new();

    internal RunningFixture(int strategies = 2, OpportunityScanOptions? options = null, params ImmutableArray<OpportunityChunk> found)
    {
        Options = options ?? new OpportunityScanOptions();
        var plan = LookupFixture.Plan(LookupFixture.Key(), null, [.. Enumerable.Range(0, strategies).Select(static i => $"s{i}")]);
        var claimed = new ScanEvent.Claimed("worker", "token", Options.LeaseDuration, LookupFixture.Noon);
        Claimed = ScanMachine.Apply(ScanMachine.Create(plan, LookupFixture.Noon), claimed).State;
        Ledger = Over(Claimed, found);
    }

    internal FakeTimeProvider Time { get; } = new(LookupFixture.Noon);

    internal OpportunityScanOptions Options { get; }

    internal DurationHistory History { get; } = new(isShared: false);

    internal AsyncSignal Signal { get; } = new();

    internal ScanState Claimed { get; }

    internal RunLedger Ledger { get; }

    public void Dispose() => _metrics.Dispose();

    /// <summary>Has a strategy have taken so long before.</summary>
    internal void Took(string strategy, TimeSpan elapsed) => History.Record(Key(strategy), History.Of(Key(strategy)), elapsed);

    /// <summary>How many seconds are expected of a strategy.</summary>
    internal double? Median(string strategy) => History.Of(Key(strategy)).Quantile(0.5);

    private DurationKey Key(string strategy) => new(new StrategyId(strategy), Claimed.Plan.Strategies[0].Version, 0);

    internal static Opportunity Emitted(string symbol, decimal profit = 1) => new() { Type = "momentum", Symbol = symbol, ProfitPotential = profit, Confidence = 1 };

    /// <summary>A ledger over another state of the scan.</summary>
    internal RunLedger Over(ScanState state, params ImmutableArray<OpportunityChunk> found) => new(
        new ClaimedScan(state, found.IsDefault ? [] : found, LookupFixture.Noon), new StoreClock(LookupFixture.Noon, Time), Options,
        new Acceptance(Options, new SafeRanker(DefaultRanker.Instance, new FakeLogger(), _metrics), keepsBytes: true),
        new RunEstimate(state, new ScanEstimator(static _ => null, History, Options, new FakeLogger())), Signal);
}
