namespace OpportunityScan;

/// <summary>What a start does when the owner already has a scan of the same request.</summary>
public enum StartModeKind
{
    /// <summary>Join the one that is queued or running, else start. The default.</summary>
    Join,

    /// <summary>Take a completed one that is young enough and in which no strategy failed, else join, else start.</summary>
    Reuse,

    /// <summary>Start another one, beside whatever runs.</summary>
    New,

    /// <summary>Start another one and cancel the one that is queued or running. Whoever watches that one sees it end as canceled.</summary>
    Replace,
}

/// <summary>A start mode with its argument. No mode ever restarts, overwrites or resets a scan: a new run has a new id.</summary>
public readonly record struct StartMode
{
    private StartMode(StartModeKind kind, TimeSpan maxAge = default) => (Kind, MaxAge) = (kind, maxAge);

    /// <summary>Which mode.</summary>
    public StartModeKind Kind { get; }

    /// <summary>How long ago a reused scan may have ended; zero in the other modes.</summary>
    public TimeSpan MaxAge { get; }

    /// <summary>
    /// Whether a completed scan counts as an answer although some of its strategies did not succeed: <c>StartMode.Reuse(age) with
    /// { AcceptPartial = true }</c>. Of no effect in the other modes.
    /// </summary>
    /// <value>Default: <c>false</c>, only a whole answer is reused.</value>
    public bool AcceptPartial { get; init; }

    /// <summary><inheritdoc cref="StartModeKind.Join" path="/summary" /></summary>
    public static StartMode Join => default;

    /// <summary><inheritdoc cref="StartModeKind.New" path="/summary" /></summary>
    public static StartMode New => new(StartModeKind.New);

    /// <summary><inheritdoc cref="StartModeKind.Replace" path="/summary" /></summary>
    public static StartMode Replace => new(StartModeKind.Replace);

    /// <summary><inheritdoc cref="StartModeKind.Reuse" path="/summary" /></summary>
    /// <param name="maxAge">How long ago the scan may have ended, by the store's clock; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxAge"/> is zero or negative.</exception>
    public static StartMode Reuse(TimeSpan maxAge)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(maxAge, TimeSpan.Zero);
        return new StartMode(StartModeKind.Reuse, maxAge);
    }
}
