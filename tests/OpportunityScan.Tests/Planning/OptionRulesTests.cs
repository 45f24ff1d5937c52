using OpportunityScan.Planning;

namespace OpportunityScan.Tests.Planning;

public sealed class OptionRulesTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);
    private static readonly TimeSpan Ms = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>Each option with its bounds: name, least, most, how to set it.</summary>
    private static readonly Dictionary<string, Option> Options = new Option[]
    {
        new Span("Deadline", Ms, Day, static (o, v) => (o.Deadline, o.Retention) = (v, Year)),
        new Span("StrategyTimeout", Ms, TimeSpan.FromMinutes(3), static (o, v) => o.StrategyTimeout = v),
        new Span("StopGrace", TimeSpan.Zero, Minute, static (o, v) => o.StopGrace = v),
        new Span("QueueTimeout", Ms, Day, static (o, v) => o.QueueTimeout = v),
        new Span("Retention", TimeSpan.FromMinutes(3) + Tick, Year, static (o, v) => o.Retention = v),
        new Span("TombstoneRetention", TimeSpan.Zero, Year, static (o, v) => o.TombstoneRetention = v),
        new Span("LeaseDuration", 100 * Ms, 10 * Minute, static (o, v) => o.LeaseDuration = v),
        new Span("PollInterval", 10 * Ms, 10 * Minute, static (o, v) => o.PollInterval = v),
        new Count("MaxAttempts", 1, 100, static (o, v) => o.MaxAttempts = (int)v),
        new Count("MaxConcurrentScans", 1, 10_000, static (o, v) => o.MaxConcurrentScans = (int)v),
        new Count("MaxConcurrentStrategies", 1, 10_000, static (o, v) => o.MaxConcurrentStrategies = (int)v),
        new Count("TopCount", 0, 100, static (o, v) => o.TopCount = (int)v),
        new Count("Limits.MaxActiveScansPerOwner", 1, 10_000, static (o, v) => o.Limits.MaxActiveScansPerOwner = (int)v),
        new Count("Limits.MaxStrategies", 1, 10_000, static (o, v) => o.Limits.MaxStrategies = (int)v),
        new Count("Limits.MaxParameters", 0, 10_000, static (o, v) => o.Limits.MaxParameters = (int)v),
        new Count("Limits.MaxParameterValues", 1, 100_000, static (o, v) => o.Limits.MaxParameterValues = (int)v),
        new Count("Limits.MaxParameterLength", 1, 100_000, static (o, v) => o.Limits.MaxParameterLength = (int)v),
        new Count("Limits.MaxOpportunitiesPerStrategy", 1, 1_000_000, static (o, v) => o.Limits.MaxOpportunitiesPerStrategy = (int)v),
        new Count("Limits.MaxBytesPerStrategy", 1_024, 1_073_741_824, static (o, v) => o.Limits.MaxBytesPerStrategy = v),
        new Count("Limits.MaxMetadataDepth", 1, 48, static (o, v) => o.Limits.MaxMetadataDepth = (int)v),
        new Count("Limits.MaxPageBytes", 1_024, 1_073_741_824, static (o, v) => o.Limits.MaxPageBytes = (int)v),
        new Count("Limits.MaxMetadataBytes", 0, 16_777_216, static (o, v) => o.Limits.MaxMetadataBytes = (int)v),
        new Count("Limits.MaxPageSize", 1, 100_000, static (o, v) => o.Limits.MaxPageSize = (int)v),
    }.ToDictionary(static o => o.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Options.Keys];

    [Fact]
    public void The_defaults_break_no_rule() => OptionRules.Violations(new OpportunityScanOptions()).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_option_is_accepted_at_its_bounds(string name)
    {
        foreach (var set in Options[name].AtBounds) Violations(set).Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_option_is_refused_beyond_its_bounds_with_name_value_and_rule(string name)
    {
        foreach (var (set, value, bound) in Options[name].BeyondBounds)
        {
            Violations(set).Should().ContainSingle().Which
                .Should().StartWith($"OpportunityScanOptions.{name} is {value}; it must be ").And.Contain(bound).And.EndWith(".");
        }
    }

    [Fact]
    public void Every_option_with_a_range_is_in_the_table()
    {
        var ranged = typeof(OpportunityScanOptions).GetProperties().Where(static p => IsRanged(p.PropertyType)).Select(static p => p.Name)
            .Concat(typeof(ScanLimits).GetProperties().Select(static p => "Limits." + p.Name));

        Options.Keys.Should().BeEquivalentTo(ranged);
    }

    [Fact]
    [Trait("Incident", "B1")]
    public void A_retention_that_does_not_outlast_the_deadline_is_refused()
    {
        Violations(static o => (o.Deadline, o.Retention) = (Minute, Minute)).Should().ContainSingle()
            .Which.Should().Be("OpportunityScanOptions.Retention is 00:01:00; it must be more than the Deadline (00:01:00) and at most 365.00:00:00.");
    }

    [Fact]
    [Trait("Incident", "B1")]
    public void A_strategy_timeout_longer_than_the_deadline_is_refused_and_the_rule_named()
    {
        Violations(static o => (o.Deadline, o.StrategyTimeout) = (Minute, 2 * Minute)).Should().ContainSingle().Which.Should().Contain("(the Deadline)");
    }

    [Fact]
    public void All_violations_are_reported_at_once()
    {
        Violations(static o => (o.TopCount, o.MaxAttempts, o.Limits.MaxPageSize) = (-1, 0, 0)).Should().HaveCount(3);
    }

    [Theory]
    [InlineData(1, 0, 1, 0)]
    [InlineData(10_000_000, 10_000_000, 10_000_000, 0)]
    [InlineData(0, 0, 1, 1)]
    [InlineData(1, -1, 1, 1)]
    [InlineData(1, 0, 0, 1)]
    [InlineData(10_000_001, 10_000_001, 10_000_001, 3)]
    public void The_bounds_of_the_in_memory_store_have_ranges_too(int retained, int tombstones, int queued, int violations)
    {
        var options = new InMemoryStoreOptions { MaxRetainedScans = retained, MaxTombstones = tombstones, MaxQueuedScans = queued };

        var found = OptionRules.Violations(options);

        found.Should().HaveCount(violations);
        found.Where(static v => !v.StartsWith("InMemoryStoreOptions.Max", StringComparison.Ordinal) || !v.Contains("to 10000000")).Should().BeEmpty();
    }

    private static bool IsRanged(Type type) => type == typeof(TimeSpan) || type == typeof(TimeSpan?) || type == typeof(int);

    private static List<string> Violations(Action<OpportunityScanOptions> set)
    {
        var options = new OpportunityScanOptions();
        set(options);
        return OptionRules.Violations(options);
    }

    private abstract record Option(string Name)
    {
        internal abstract IEnumerable<Action<OpportunityScanOptions>> AtBounds { get; }

        internal abstract IEnumerable<(Action<OpportunityScanOptions> Set, string Value, string Bound)> BeyondBounds { get; }
    }

    private sealed record Span(string Name, TimeSpan Least, TimeSpan Most, Action<OpportunityScanOptions, TimeSpan> Set) : Option(Name)
    {
        internal override IEnumerable<Action<OpportunityScanOptions>> AtBounds => [o => Set(o, Least), o => Set(o, Most)];

        internal override IEnumerable<(Action<OpportunityScanOptions> Set, string Value, string Bound)> BeyondBounds =>
        [
            (o => Set(o, Least - Tick), $"{Least - Tick}", Name is "Retention" ? $"{Least - Tick}" : $"{Least}"),
            (o => Set(o, Most + Tick), $"{Most + Tick}", $"{Most}"),
        ];
    }

    private sealed record Count(string Name, long Least, long Most, Action<OpportunityScanOptions, long> Set) : Option(Name)
    {
        internal override IEnumerable<Action<OpportunityScanOptions>> AtBounds => [o => Set(o, Least), o => Set(o, Most)];

        internal override IEnumerable<(Action<OpportunityScanOptions> Set, string Value, string Bound)> BeyondBounds =>
            [(o => Set(o, Least - 1), $"{Least - 1}", $"{Least}"), (o => Set(o, Most + 1), $"{Most + 1}", $"{Most}")];
    }
}
