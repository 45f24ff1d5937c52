using System.Collections.Immutable;
using OpportunityScan.State;

namespace OpportunityScan.Tests.Lookup;

/// <summary>Scans to be looked up.</summary>
internal static class LookupFixture
{
    internal static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    internal static readonly TimeSpan Retention = TimeSpan.FromHours(1);
    internal static readonly OwnerId Ada = new("ada");
    internal static readonly OwnerId Bob = new("bob");
    internal static readonly Fingerprint Wanted = new("0123456789abcdef0123456789abcdef");

    internal static ScanKey Key(string id = "scan_1", OwnerId? owner = null) => new(owner ?? Ada, new ScanId(id));

    internal static ScanPlan Plan(ScanKey key, Fingerprint? fingerprint = null, params ImmutableArray<string> strategies) => new()
    {
        Key = key,
        Incarnation = key.Id.Value,
        Fingerprint = fingerprint ?? Wanted,
        Parameters = ScanParameters.Empty,
        Strategies = [.. (strategies.IsDefaultOrEmpty ? ["s1"] : strategies).Select(static s => new PlannedStrategy(new StrategyId(s), s, "1", TimeSpan.FromMinutes(1)))],
        Deadline = TimeSpan.FromMinutes(3),
        QueueTimeout = TimeSpan.FromMinutes(10),
        Retention = Retention,
        TombstoneRetention = TimeSpan.FromDays(1),
        MaxAttempts = 3,
    };

    internal static ScanSnapshot Queued(string id = "scan_1", OwnerId? owner = null, Fingerprint? fingerprint = null) =>
        new(ScanMachine.Create(Plan(Key(id, owner), fingerprint), Noon), [], null);

    /// <summary>A scan that ended at noon.</summary>
    internal static ScanSnapshot Ended(string id = "scan_1", OwnerId? owner = null)
    {
        var canceled = ScanMachine.Apply(ScanMachine.Create(Plan(Key(id, owner)), Noon), new ScanEvent.CancelRequested(Noon));
        return new ScanSnapshot(canceled.State, [], null);
    }

    /// <summary>As it would be of another scan that has the id.</summary>
    internal static ScanSnapshot InAnotherLife(this ScanSnapshot snapshot) =>
        new(snapshot.State with { Plan = snapshot.Plan with { Incarnation = "another" } }, [], null);
}

/// <summary>A policy that says what it is told to, and remembers what it was asked.</summary>
internal sealed class ScriptedPolicy(string name, Func<ScanQuery, CancellationToken, ValueTask<LookupAnswer>> answer) : IScanLookupPolicy
{
    private int _asked;

    internal ScriptedPolicy(string name, LookupAnswer answer) : this(name, (_, _) => new ValueTask<LookupAnswer>(answer))
    {
    }

    public string Name => name;

    public bool MayAnswerWithAnotherId { get; init; }

    internal int Asked => Volatile.Read(ref _asked);

    public ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        return answer(query, cancellationToken);
    }

    /// <summary>The same, but never at once.</summary>
    internal static ScriptedPolicy Slowly(string name, Func<LookupAnswer> answer) => new(name, async (_, _) =>
    {
        await Task.Yield();
        return answer();
    });
}
