using System.Collections.Immutable;
using System.Globalization;
using SampleHost;

namespace ScanConsole;

/// <summary>What was asked for on the command line, valid as it stands.</summary>
internal sealed record ConsoleOptions
{
    public required OwnerId Owner { get; init; }

    public ImmutableArray<string> Symbols { get; init; } = [];

    public ImmutableArray<StrategyId> Strategies { get; init; } = [];

    public int Top { get; init; }

    public decimal? MinProfit { get; init; }

    public ImmutableArray<RiskLevel> Risks { get; init; } = [];

    public decimal? Account { get; init; }

    /// <summary>What cash earns, in percent a year.</summary>
    public decimal? Rate { get; init; }

    /// <summary>What a round trip costs, in basis points.</summary>
    public decimal? Costs { get; init; }

    public TimeSpan Deadline { get; init; }

    public TimeSpan Latency { get; init; }

    public ImmutableArray<StrategyId> Fail { get; init; } = [];

    public ImmutableArray<StrategyId> Hang { get; init; } = [];

    public bool Json { get; init; }

    public bool Csv { get; init; }

    /// <summary>Where scans are kept; <c>null</c> for in memory.</summary>
    public Endpoint? Redis { get; init; }

    /// <summary>Only run the scans that others submit.</summary>
    public bool Worker { get; init; }

    /// <summary>Only submit a scan and watch it.</summary>
    public bool Submit { get; init; }

    /// <summary>The scan that was asked for.</summary>
    public ScanRequest Request => new(Owner)
    {
        Strategies = Strategies,
        Parameters = ScanParameters.Empty
            .With("symbol", Symbols)
            .With("account", Text(Account))
            .With("rate", Text(Rate))
            .With("costs", Text(Costs)),
    };

    /// <summary>Only walk over the record and show what came of what would have been found.</summary>
    public bool WalkForward { get; init; }

    /// <summary>The results that are wanted of it.</summary>
    public ResultsQuery Results => ResultsQuery.Top(Top) with
    {
        CountsMatching = true,
        Filter = new ResultsFilter { MinProfit = MinProfit, Risks = [.. Risks] },
    };

    private static ImmutableArray<string> Text(decimal? amount) => amount is { } given ? [given.ToString(CultureInfo.InvariantCulture)] : [];
}
