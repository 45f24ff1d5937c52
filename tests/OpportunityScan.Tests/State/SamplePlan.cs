using System.Collections.Immutable;

namespace OpportunityScan.Tests.State;

/// <summary>The plan that the tests of the state machine share: two strategies, two attempts.</summary>
internal static class SamplePlan
{
    internal const int MaxAttempts = 2;

    internal static readonly DateTimeOffset Start = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    internal static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    internal static readonly TimeSpan QueueTimeout = TimeSpan.FromMinutes(10);

    internal static ScanPlan Of(params ImmutableArray<string> strategies) => new()
    {
        Key = new ScanKey(new OwnerId("owner"), new ScanId("scan")),
        Incarnation = "life",
        Fingerprint = new Fingerprint("fingerprint"),
        Parameters = ScanParameters.Empty,
        Strategies = ImmutableArray.CreateRange(strategies, static s => new PlannedStrategy(new StrategyId(s), s, "1", Deadline)),
        Deadline = Deadline,
        QueueTimeout = QueueTimeout,
        Retention = TimeSpan.FromHours(1),
        TombstoneRetention = TimeSpan.FromDays(1),
        MaxAttempts = MaxAttempts,
    };

    internal static ScanPlan Two { get; } = Of("first", "second");
}
