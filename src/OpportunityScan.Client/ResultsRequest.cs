using System.Globalization;
using System.Text;

namespace OpportunityScan.Client;

/// <summary>Which results are wanted. What is <c>null</c> is up to the server, or not applied.</summary>
public sealed record ResultsRequest
{
    /// <summary>How many at most.</summary>
    public int? Limit { get; init; }

    /// <summary><see cref="ResultsPage.NextCursor"/> of the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary><c>score</c>, <c>profit</c>, <c>confidence</c>, <c>capital</c> or <c>discovered</c>.</summary>
    public string? Sort { get; init; }

    /// <summary>Whether the results so far of an unfinished scan will do. Default: no, and then there are none before the end.</summary>
    public bool Partial { get; init; }

    /// <summary>Leaves out what has expired by then.</summary>
    public DateTimeOffset? ValidAt { get; init; }

    /// <summary>Which results pass.</summary>
    public FiltersInfo? Filters { get; init; }

    internal string Query()
    {
        var query = new StringBuilder();
        Add("limit", Limit?.ToString(CultureInfo.InvariantCulture));
        Add("cursor", Cursor);
        Add("sort", Sort);
        Add("partial", Partial ? "true" : null);
        Add("valid_at", ValidAt?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        Add("symbols", Join(Filters?.Symbols));
        Add("strategy_ids", Join(Filters?.StrategyIds));
        Add("opportunity_type", Join(Filters?.OpportunityType));
        Add("filter_by_risk_level", Join(Filters?.FilterByRiskLevel));
        Add("sides", Join(Filters?.Sides));
        Add("preferred_timeframes", Join(Filters?.PreferredTimeframes));
        Add("min_profit_potential", Filters?.MinProfitPotential?.ToString(CultureInfo.InvariantCulture));
        Add("max_required_capital", Filters?.MaxRequiredCapital?.ToString(CultureInfo.InvariantCulture));
        Add("min_confidence", Filters?.MinConfidence?.ToString("R", CultureInfo.InvariantCulture));
        return query.ToString();

        void Add(string name, string? value)
        {
            if (value is not null) query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }

    private static string? Join(IReadOnlyList<string>? values) => values is { Count: > 0 } ? string.Join(',', values) : null;
}
