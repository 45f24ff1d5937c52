using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>Which results are wanted. Applied when results are read, so that changing it needs no new scan. Empty sets accept everything.</summary>
public sealed record ResultsFilter
{
    private readonly ValueSet<Side> _sides = ImmutableHashSet<Side>.Empty;
    private readonly ValueSet<RiskLevel> _risks = ImmutableHashSet<RiskLevel>.Empty;
    private readonly ValueSet<string> _types = ImmutableHashSet<string>.Empty;
    private readonly ValueSet<string> _timeframes = ImmutableHashSet<string>.Empty;
    private readonly ValueSet<StrategyId> _strategies = ImmutableHashSet<StrategyId>.Empty;
    private readonly ValueSet<string> _symbols = ImmutableHashSet<string>.Empty;

    /// <summary>Accepts everything.</summary>
    public static ResultsFilter None { get; } = new();

    /// <summary>The least profit potential, in USD; <c>null</c> for any.</summary>
    public decimal? MinProfit { get; init; }

    /// <summary>The most required capital, in USD; <c>null</c> for any.</summary>
    public decimal? MaxCapital { get; init; }

    /// <summary>The least confidence, 0 to 1; <c>null</c> for any.</summary>
    public double? MinConfidence { get; init; }

    /// <summary>The risk levels.</summary>
    public ImmutableHashSet<RiskLevel> Risks
    {
        get => _risks;
        init => _risks = value;
    }

    /// <summary>The sides.</summary>
    public ImmutableHashSet<Side> Sides
    {
        get => _sides;
        init => _sides = value;
    }

    /// <summary>The types.</summary>
    public ImmutableHashSet<string> Types
    {
        get => _types;
        init => _types = value;
    }

    /// <summary>The timeframes.</summary>
    public ImmutableHashSet<string> Timeframes
    {
        get => _timeframes;
        init => _timeframes = value;
    }

    /// <summary>The strategies.</summary>
    public ImmutableHashSet<StrategyId> Strategies
    {
        get => _strategies;
        init => _strategies = value;
    }

    /// <summary>The symbols.</summary>
    public ImmutableHashSet<string> Symbols
    {
        get => _symbols;
        init => _symbols = value;
    }

    /// <summary>Whether it accepts everything.</summary>
    public bool AcceptsAll =>
        MinProfit is null && MaxCapital is null && MinConfidence is null
        && Risks.IsEmpty && Sides.IsEmpty && Types.IsEmpty && Timeframes.IsEmpty && Strategies.IsEmpty && Symbols.IsEmpty;

    /// <summary>Whether <paramref name="opportunity"/> is wanted.</summary>
    public bool Accepts(Opportunity opportunity)
    {
        ArgumentNullException.ThrowIfNull(opportunity);
        return !(opportunity.ProfitPotential < MinProfit)
            && !(opportunity.RequiredCapital > MaxCapital)
            && !(opportunity.Confidence < MinConfidence)
            && (Risks.IsEmpty || Risks.Contains(opportunity.Risk))
            && (Sides.IsEmpty || Sides.Contains(opportunity.Side))
            && (Types.IsEmpty || Types.Contains(opportunity.Type))
            && (Timeframes.IsEmpty || (opportunity.Timeframe is { } timeframe && Timeframes.Contains(timeframe)))
            && (Strategies.IsEmpty || Strategies.Contains(opportunity.Strategy))
            && (Symbols.IsEmpty || Symbols.Contains(opportunity.Symbol));
    }
}
