namespace OpportunityScan;

/// <summary>
/// One way to find the scan that a query asks for. Policies are asked in the order of their registration until one has found it; the
/// answer names that one.
/// </summary>
public interface IScanLookupPolicy
{
    /// <summary>Its name in traces and metrics; short and constant.</summary>
    string Name { get; }

    /// <summary>
    /// Whether it may answer a query by id or by request with another scan of the same owner. Off by default: such an answer is dropped. A policy that
    /// switches it on is an explicit fallback, and the answer is labelled with its name.
    /// </summary>
    bool MayAnswerWithAnotherId => false;

    /// <summary>Looks for the scan. Anything it throws counts as unavailable.</summary>
    /// <param name="query">What is asked for.</param>
    /// <param name="cancellationToken">Cancels the lookup.</param>
    ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken);
}

/// <summary>What a policy says: found (with what), pass, or unavailable.</summary>
public readonly record struct LookupAnswer
{
    private LookupAnswer(LookupVerdict verdict, ScanSnapshot? snapshot) => (Verdict, Snapshot) = (verdict, snapshot);

    /// <summary>What it says.</summary>
    public LookupVerdict Verdict { get; }

    /// <summary>What it found; <c>null</c> when it found nothing.</summary>
    public ScanSnapshot? Snapshot { get; }

    /// <summary>Not here; ask the next.</summary>
    public static LookupAnswer Pass => default;

    /// <summary>The source cannot be reached.</summary>
    public static LookupAnswer Unavailable => new(LookupVerdict.Unavailable, null);

    /// <summary>Found.</summary>
    public static LookupAnswer Found(ScanSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return new LookupAnswer(LookupVerdict.Found, snapshot);
    }

    /// <summary>Found when <paramref name="snapshot"/> is not <c>null</c>, else pass.</summary>
    public static LookupAnswer Of(ScanSnapshot? snapshot) => snapshot is null ? Pass : Found(snapshot);
}
