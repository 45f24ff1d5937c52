using System.Collections.Immutable;
using OpportunityScan.State;

namespace OpportunityScan.Tests.Specs;

/// <summary>What a runner is doing.</summary>
internal enum Mode
{
    /// <summary>No scan in hand: not started, ended, fenced, or risen after a crash.</summary>
    Idle,

    /// <summary>Runs a scan, as far as it knows.</summary>
    Running,

    /// <summary>Has asked to give the scan back, and the answer was lost.</summary>
    Releasing,
}

/// <summary>A commit on its way to the store, with how many opportunities it brings for each strategy.</summary>
internal sealed record Message(ScanEvent.Committed Commit, ImmutableArray<int> Chunks);

/// <summary>One runner as it sees itself; it may be wrong about holding the scan.</summary>
internal sealed record Runner
{
    public static Runner Idle { get; } = new();

    public Mode Mode { get; init; }

    /// <summary>What it was given to be told by.</summary>
    public RunId Run { get; init; }

    /// <summary>Its last acknowledged commit.</summary>
    public int Sequence { get; init; }

    /// <summary>What it knows of the strategies.</summary>
    public ImmutableArray<StrategyOutcome> Outcomes { get; init; } = [];

    /// <summary>Which outcomes have changed since they were last sent.</summary>
    public ImmutableArray<bool> Dirty { get; init; } = [];

    /// <summary>How many opportunities have been emitted since they were last sent.</summary>
    public ImmutableArray<int> Emitted { get; init; } = [];

    /// <summary>Whether it was told that the owner wants to stop.</summary>
    public bool CancelSeen { get; init; }

    /// <summary>Why it stopped its strategies; <c>null</c> while they run.</summary>
    public EndCause? Stopped { get; init; }

    /// <summary>The commit that is not acknowledged yet; it is sent again until it is.</summary>
    public Message? InFlight { get; init; }

    public bool IsDirty => Dirty.Any(static d => d);

    public bool IsDone => Outcomes.All(static o => o.IsSettled);
}

/// <summary>Everything at one instant: the store's record, the runners, the network, and what fate has left in store.</summary>
internal sealed record World
{
    public required ScanState Scan { get; init; }

    /// <summary>How many opportunities the store has kept for each strategy.</summary>
    public required ImmutableArray<int> Kept { get; init; }

    /// <summary>How often the end of each strategy was recorded.</summary>
    public required ImmutableArray<int> Ends { get; init; }

    public required ImmutableArray<Runner> Runners { get; init; }

    /// <summary>A copy of an earlier message that the network still holds.</summary>
    public object? Straggler { get; init; }

    public bool DeadlinePassed { get; init; }

    /// <summary>How many workers the scan was taken over from: counted here, not by the machine.</summary>
    public int Deaths { get; init; }

    /// <summary>How much trouble is still to come: crashes, stalls, orderly stops and delayed messages, each of which costs one.</summary>
    public required int Trouble { get; init; }

    public DateTimeOffset Now => DeadlinePassed ? Model.Start + Model.Deadline : Model.Start;

    public bool IsLeased => Scan.Status == ScanStatus.Running && Scan.DueAt > Now;

    /// <summary>Whether somebody alive runs the current attempt.</summary>
    public bool IsHeld => Runners.Any(IsCurrent);

    /// <summary>Whether the runner holds the current attempt; one that does not can only be refused.</summary>
    public bool IsCurrent(Runner runner) => runner.Mode != Mode.Idle && runner.Run == Scan.Run && !Scan.Status.IsTerminal();
}
