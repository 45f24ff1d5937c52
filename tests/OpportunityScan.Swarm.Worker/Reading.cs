namespace OpportunityScan.Swarm.Worker;

/// <summary>What one process was told about a scan, and when: by a clock that all processes of a machine share.</summary>
internal sealed record Reading
{
    /// <summary>The number of the scan that was asked for.</summary>
    public required int Scan { get; init; }

    /// <summary>Who asked.</summary>
    public required int Process { get; init; }

    /// <summary>Before it was asked.</summary>
    public required long Began { get; init; }

    /// <summary>After it was answered.</summary>
    public required long Ended { get; init; }

    /// <summary>By the wall clock, after it was answered.</summary>
    public required DateTimeOffset At { get; init; }

    public required LookupStatus Answer { get; init; }

    /// <summary>The id in the answer; this and all that follows only when it was found.</summary>
    public string? Id { get; init; }

    public string? Owner { get; init; }

    /// <summary>When it was stored, by the store: what is stored twice under one id has two lives.</summary>
    public long Life { get; init; }

    public ScanStatus Status { get; init; }

    public long Version { get; init; }

    public int Found { get; init; }

    /// <summary>How much it has found once all its strategies have run to their end.</summary>
    public int FoundByAll { get; init; }

    /// <summary>An opportunity that does not belong to it; <c>null</c> when there is none.</summary>
    public string? Foreign { get; init; }

    /// <summary>How long after its deadline it ended, in milliseconds; negative when before, <c>null</c> while it runs.</summary>
    public double? Late { get; init; }

    /// <summary>Of each strategy all that was recorded when it settled; empty until then.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>From when on it may be gone; only once the scan had ended.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>A hash of all results; only once the scan had ended.</summary>
    public string? Results { get; init; }

    internal int Settled => Outcomes.Count(o => o.Length > 0);

    internal bool IsFound => Answer == LookupStatus.Found;

    internal bool IsTerminal => IsFound && Status.IsTerminal();
}
