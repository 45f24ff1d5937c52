using System.Collections.Immutable;
using System.Globalization;
using OpportunityScan.Redis.Keys;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Serialization;

/// <summary>A scan's head to a snapshot.</summary>
internal static class HeadCodec
{
    private static readonly Memo<ScanPlan> Plans = new(places: 512, longest: 4_096, static bytes => PlanCodec.Read(bytes));
    private static readonly Memo<StrategyOutcome> SomeOutcomes = new(places: 4_096, longest: 512, static bytes => OutcomeCodec.Read(bytes));
    private static readonly Memo<ImmutableArray<Opportunity>> Tops = new(places: 512, longest: 8_192, static bytes => OpportunityCodec.Read(bytes));

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

    /// <summary>What scripts need of a plan, in a form that they read fast.</summary>
    internal static string Facts(ScanPlan plan, string request, string member) => string.Create(
        CultureInfo.InvariantCulture,
        $"{plan.Key.Id.Value} {request} {member} {Instants.UnfinishedMilliseconds(plan)} {Instants.Micros(plan.Retention)} "
        + $"{Instants.Micros(plan.TombstoneRetention)} {Instants.Micros(plan.QueueTimeout)} {plan.MaxAttempts} {plan.Strategies.Length}");

    /// <summary>How many strategies a scan has, from its facts.</summary>
    internal static int Strategies(RedisValue facts)
    {
        var text = facts.ToString();
        return int.Parse(text.AsSpan(text.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture);
    }

    private static ScanSnapshot Read(Dictionary<string, RedisValue> head)
    {
        var plan = Plans.Read(head[HeadFields.Plan]);
        var state = new ScanState
        {
            Plan = plan,
            Status = (ScanStatus)(int)head[HeadFields.Status],
            Version = (long)head[HeadFields.Version],
            Attempt = (int)head[HeadFields.Attempt],
            RunToken = head.TryGetValue(HeadFields.RunToken, out var token) ? token.ToString() : "",
            Lapses = (int)head[HeadFields.Lapses],
            HasBegun = head.TryGetValue(HeadFields.HasBegun, out var begun) && begun == 1,
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
            head.TryGetValue(HeadFields.EstimatedEndAt, out var estimate) ? new DateTimeOffset((long)estimate, TimeSpan.Zero) : null);

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
