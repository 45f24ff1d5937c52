using System.Collections.Immutable;

namespace OpportunityScan.State;

/// <summary>Something that happens to a stored scan. A closed set.</summary>
public abstract record ScanEvent
{
    private protected ScanEvent(DateTimeOffset now) => Now = now;

    /// <summary>When, by the store's clock.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>A worker wants the scan. Accepted when it is due.</summary>
    public sealed record Claimed(string Worker, string RunToken, TimeSpan Lease, DateTimeOffset Now) : ScanEvent(Now);

    /// <summary>The runner has nothing to say but that it lives.</summary>
    public sealed record Renewed(RunId Run, TimeSpan Lease, DateTimeOffset Now) : ScanEvent(Now);

    /// <summary>The runner gives the scan back.</summary>
    public sealed record Released(RunId Run, DateTimeOffset Now) : ScanEvent(Now);

    /// <summary>The owner wants the scan to stop.</summary>
    public sealed record CancelRequested(DateTimeOffset Now) : ScanEvent(Now);

    /// <summary>The runner reports changed outcomes and, with the last of them, the end.</summary>
    public sealed record Committed(
        RunId Run, int Sequence, ImmutableArray<OutcomeChange> Changes, EndCause? End, TimeSpan Lease, DateTimeOffset Now) : ScanEvent(Now)
    {
        private readonly ValueList<OutcomeChange> _changes = Changes;

        /// <summary>The outcomes that changed.</summary>
        public ImmutableArray<OutcomeChange> Changes
        {
            get => _changes;
            init => _changes = value;
        }
    }
}
