using System.Collections.Immutable;
using System.Globalization;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Serialization;

/// <summary>A scan's head to a snapshot.</summary>
internal static class HeadCodec
{
    /// <summary>The highest format of a record that is known here; see common.lua. Raised whenever an earlier version could not read it.</summary>
    internal const int Format = 3;

    /// <summary>The format of a record in which a strategy was not applicable.</summary>
    internal const int FormatNotApplicable = 3;

    private static readonly Memo<ScanPlan> Plans = new(places: 512, longest: 4_096, static bytes => PlanCodec.Read(bytes));
    private static readonly Memo<StrategyOutcome> SomeOutcomes = new(places: 4_096, longest: 512, static bytes => OutcomeCodec.Read(bytes));
    private static readonly Memo<ImmutableArray<Opportunity>> Tops = new(places: 512, longest: 8_192, static bytes => [.. OpportunityCodec.Read(bytes).Select(static o => o.Value)]);

    internal static ScanSnapshot? Read(HashEntry[] head)
    {
        if (head.Length == 0) return null;
        var fields = new Dictionary<string, RedisValue>(head.Length, StringComparer.Ordinal);
        foreach (var field in head) fields[field.Name.ToString()] = field.Value;
        return Read(fields);
    }

    internal static ScanSnapshot? Read(RedisResult[] head)
    {
        if (head.Length == 0) return null;
        var fields = new Dictionary<string, RedisValue>(head.Length / 2, StringComparer.Ordinal);
        for (var i = 0; i < head.Length; i += 2) fields[head[i].ToString()] = (RedisValue)head[i + 1];
        return Read(fields);
    }

    /// <summary>Whether a head has a field.</summary>
    internal static bool Has(RedisResult[] head, string field) => !Field(head, field).IsNull;

    /// <summary>The top as it is stored.</summary>
    internal static ImmutableArray<AcceptedOpportunity> Top(RedisResult[] head) => OpportunityCodec.Read(Field(head, HeadFields.Top));

    /// <summary>What scripts need of a plan, in a form that they read fast.</summary>
    internal static string Facts(ScanPlan plan, string request, string member) => string.Create(
        CultureInfo.InvariantCulture,
        $"{plan.Key.Id.Value} {request} {member} {Instants.UnfinishedMilliseconds(plan)} {Instants.Micros(plan.Retention)} "
        + $"{Instants.Micros(plan.TombstoneRetention)} {Instants.Micros(plan.QueueTimeout)} {plan.MaxAttempts} {plan.Strategies.Length} {Instants.Micros(plan.Deadline)}");

    internal static ScanPlan ReadPlan(RedisValue bytes) => Plans.Read(bytes);

    internal static StrategyOutcome ReadOutcome(RedisValue bytes) => SomeOutcomes.Read(bytes);

    /// <summary>Refuses what a later version wrote. A process of that version can answer, so this one is only the wrong one to ask.</summary>
    /// <exception cref="ScanStoreUnavailableException">The format is not known here.</exception>
    internal static void CheckFormat(int format)
    {
        if (format > Format) throw TooNew(format);
    }

    /// <summary>The format that a script's error names, where it is about one.</summary>
    internal static int? NewerFormat(string error)
    {
        const string Marker = "OSFORMAT ";
        var start = error.IndexOf(Marker, StringComparison.Ordinal);
        return start >= 0 && int.TryParse(error.AsSpan(start + Marker.Length).ToString().Split(' ')[0], CultureInfo.InvariantCulture, out var format) ? format : null;
    }

    internal static ScanStoreUnavailableException TooNew(int format) => new(
        $"The scan is stored in format {Number(format)}, and this process knows formats up to {Number(Format)}: a later version of "
        + "OpportunityScan.Redis wrote it. It was left alone; ask a process of that version.");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static RedisValue Field(RedisResult[] head, string field)
    {
        for (var i = 0; i < head.Length; i += 2)
        {
            if (string.Equals(head[i].ToString(), field, StringComparison.Ordinal)) return (RedisValue)head[i + 1];
        }

        return RedisValue.Null;
    }

    private static ScanSnapshot Read(Dictionary<string, RedisValue> head)
    {
        if (head.TryGetValue(HeadFields.Format, out var format)) CheckFormat((int)format);
        var plan = Plans.Read(head[HeadFields.Plan]);
        var state = new ScanState
        {
            Plan = plan,
            Status = (ScanStatus)(int)head[HeadFields.Status],
            Version = (long)head[HeadFields.Version],
            Attempt = (int)head[HeadFields.Attempt],
            RunToken = head.TryGetValue(HeadFields.RunToken, out var token) ? token.ToString() : "",
            Lapses = (int)head[HeadFields.Lapses],
            HasBegun = head.TryGetValue(HeadFields.HasBegun, out var begun) ? begun == 1 : head.ContainsKey(HeadFields.Worker), // the first format does not say
            Sequence = (int)head[HeadFields.Sequence],
            Worker = head.TryGetValue(HeadFields.Worker, out var worker) ? worker.ToString() : null,
            CreatedAt = Instants.Instant((long)head[HeadFields.CreatedAt]),
            StartedAt = Instant(HeadFields.StartedAt),
            DueAt = Instant(HeadFields.DueAt),
            CancelRequestedAt = Instant(HeadFields.CancelRequestedAt),
            EndedAt = Instant(HeadFields.EndedAt),
            EndCause = head.TryGetValue(HeadFields.EndCause, out var cause) ? (EndCause)(int)cause : null,
            Outcomes = Outcomes(plan, head),
        };
        return new ScanSnapshot(
            state,
            head.TryGetValue(HeadFields.Top, out var top) ? Tops.Read(top) : [],
            Ticks(HeadFields.EstimatedEndAt) is { } p50 ? new ScanEstimate(p50, Ticks(HeadFields.LatestEndAt)) : null);

        DateTimeOffset? Ticks(string field) => head.TryGetValue(field, out var ticks) ? new DateTimeOffset((long)ticks, TimeSpan.Zero) : null;

        DateTimeOffset? Instant(string field) => head.TryGetValue(field, out var micros) ? Instants.Instant((long)micros) : null;
    }

    private static ImmutableArray<StrategyOutcome> Outcomes(ScanPlan plan, Dictionary<string, RedisValue> head)
    {
        var outcomes = ImmutableArray.CreateBuilder<StrategyOutcome>(plan.Strategies.Length);
        for (var i = 0; i < plan.Strategies.Length; i++)
            outcomes.Add(SomeOutcomes.Read(head[HeadFields.Outcome(i)]));
        return outcomes.MoveToImmutable();
    }
}
