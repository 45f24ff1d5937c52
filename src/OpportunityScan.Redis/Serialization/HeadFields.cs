namespace OpportunityScan.Redis.Serialization;

/// <summary>The fields of a scan's head. Outcomes are <c>s0</c>, <c>s1</c> and so on.</summary>
internal static class HeadFields
{
    internal const string Facts = "c";
    internal const string Plan = "p";
    internal const string Status = "st";
    internal const string Version = "v";
    internal const string Attempt = "at";
    internal const string RunToken = "rt";
    internal const string HasBegun = "bg";
    internal const string Incarnation = "i";
    internal const string Lapses = "la";
    internal const string Sequence = "sq";
    internal const string Worker = "wk";
    internal const string CreatedAt = "cr";
    internal const string StartedAt = "sa";
    internal const string DueAt = "du";
    internal const string CancelRequestedAt = "cq";
    internal const string EndedAt = "en";
    internal const string EndCause = "ec";
    internal const string EstimatedEndAt = "et";
    internal const string LatestEndAt = "e9";
    internal const string Top = "tp";
    internal const string Open = "op";
    internal const string Succeeded = "su";
    internal const string NotApplicable = "na";
    internal const string Found = "fo";
    internal const string Format = "fm";
    internal const string Recorded = "nf";

    /// <summary>Of as many strategies as scans commonly have.</summary>
    private static readonly string[] CommonOutcomes = [.. Enumerable.Range(0, 64).Select(NameOfOutcome)];

    /// <summary>The field of a strategy's outcome; of one that no plan has, a field that no head has.</summary>
    internal static string Outcome(int strategy) =>
        (uint)strategy < (uint)CommonOutcomes.Length ? CommonOutcomes[strategy] : NameOfOutcome(strategy);

    private static string NameOfOutcome(int strategy) => "s" + strategy.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
