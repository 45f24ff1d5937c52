namespace OpportunityScan.Lookup;

/// <summary>The decisions of a lookup, as pure functions.</summary>
internal static class LookupDecision
{
    /// <summary>What a policy's answer amounts to for this query: one that belongs to another owner, another id or another request is refused.</summary>
    internal static LookupVerdict Judge(in ScanQuery query, in LookupAnswer answer, IScanLookupPolicy policy)
    {
        if (answer.Snapshot is not { } snapshot) return answer.Verdict;
        if (snapshot.Owner != query.Owner) return LookupVerdict.Refused;
        return IsAskedFor(query, snapshot) || policy.MayAnswerWithAnotherId ? LookupVerdict.Found : LookupVerdict.Refused;
    }

    /// <summary>What the trace tells of a verdict: another owner's scan must look like none, also to who reads the trace.</summary>
    internal static LookupVerdict Told(LookupVerdict verdict, in ScanQuery query, in LookupAnswer answer) =>
        verdict == LookupVerdict.Refused && answer.Snapshot!.Owner != query.Owner ? LookupVerdict.Pass : verdict;

    /// <summary>What a lookup is that nobody has found: unknown as long as any source was out of reach, else a miss.</summary>
    internal static LookupStatus Miss(bool anyUnavailable) => anyUnavailable ? LookupStatus.StoreUnavailable : LookupStatus.NotFound;

    private static bool IsAskedFor(in ScanQuery query, ScanSnapshot snapshot) => query.Kind == ScanQueryKind.ById
        ? snapshot.Id == query.Id
        : query.Kind != ScanQueryKind.ByRequest || snapshot.State.Plan.Fingerprint == query.Fingerprint;
}
