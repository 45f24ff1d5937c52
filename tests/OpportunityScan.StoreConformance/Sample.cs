using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpportunityScan.Storage;

namespace OpportunityScan.StoreConformance;

/// <summary>Plans and opportunities for tests of stores.</summary>
public static class Sample
{
    /// <summary>An instant for what strategies say; the store's clock has nothing to do with it.</summary>
    public static DateTimeOffset Instant { get; } = new(2025, 3, 14, 15, 9, 26, 535, TimeSpan.Zero);

    /// <summary>A plan.</summary>
    /// <param name="owner">Whose.</param>
    /// <param name="request">Stands for what is asked: the same text gives the same fingerprint, and only within one owner.</param>
    /// <param name="id">The id; <c>null</c> for a new one.</param>
    /// <param name="strategies">How many strategies it has.</param>
    public static ScanPlan Plan(string owner = "ann", string request = "a", string? id = null, int strategies = 3) => new()
    {
        Key = new ScanKey(new OwnerId(owner), id is null ? ScanId.New() : new ScanId(id)),
        Incarnation = ScanId.New().Value,
        Fingerprint = Fingerprint(owner, request),
        Parameters = ScanParameters.Empty.With("request", request).With("symbol", "IBM", "BA", "XOM"),
        Strategies = [.. Enumerable.Range(0, strategies).Select(i => new PlannedStrategy(Strategy(i), $"Strategy {i}", "1", TimeSpan.FromSeconds(30 + i)))],
        Deadline = TimeSpan.FromMinutes(3),
        QueueTimeout = TimeSpan.FromMinutes(10),
        Retention = TimeSpan.FromHours(1),
        TombstoneRetention = TimeSpan.FromDays(1),
        MaxAttempts = 3,
    };

    /// <summary>The same plan with its strategies in another version.</summary>
    public static ScanPlan InVersion(this ScanPlan plan, string version)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan with { Strategies = [.. plan.Strategies.Select(s => s with { Version = version })] };
    }

    /// <summary>A fingerprint.</summary>
    public static Fingerprint Fingerprint(string owner, string request) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(owner + "\n" + request)).AsSpan(0, 16)));

    /// <summary>The id of the strategy at a place of a sample plan.</summary>
    public static StrategyId Strategy(int place) => new("strategy-" + place.ToString(CultureInfo.InvariantCulture));

    /// <summary>An opportunity that can be told from others of its strategy by its number; the higher the number, the better.</summary>
    public static Opportunity Opportunity(int strategy, int number) => new()
    {
        Type = "spot_momentum",
        Symbol = string.Create(CultureInfo.InvariantCulture, $"S{strategy}-{number}"),
        Exchange = "NYSE",
        ProfitPotential = 100 + number,
        Confidence = 0.5,
        Risk = RiskLevel.Low,
        RequiredCapital = 1_000,
        Timeframe = "1d",
        EntryPrice = 12.5m,
        ExitPrice = 13.75m,
        DiscoveredAt = Instant,
        Strategy = Strategy(strategy),
        Score = (100 + number) * 0.5,
    };

    /// <summary>Opportunities of one strategy, numbered on from <paramref name="first"/>.</summary>
    public static ImmutableArray<Opportunity> Opportunities(int strategy, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(n => Opportunity(strategy, n))];

    /// <summary>As above, as a commit brings them.</summary>
    public static OpportunityChunk Chunk(int strategy, int first, int count) => Chunk(strategy, Opportunities(strategy, first, count));

    /// <summary>Opportunities as a commit brings them.</summary>
    public static OpportunityChunk Chunk(int strategy, params IEnumerable<Opportunity> opportunities) => new(strategy, Accepted(opportunities));

    /// <summary>Opportunities as they are accepted.</summary>
    public static ImmutableArray<AcceptedOpportunity> Accepted(IEnumerable<Opportunity> opportunities) => [.. opportunities.Select(AcceptedOpportunity.Of)];

    /// <summary>The places of what was recorded, best first, as a terminal commit would have them.</summary>
    public static ImmutableArray<int> Rank(IEnumerable<Opportunity> recorded) =>
        [.. recorded.Select((o, place) => (o, place)).OrderByDescending(f => f.o.Score).ThenBy(f => f.o.Symbol, StringComparer.Ordinal).Select(f => f.place)];
}
