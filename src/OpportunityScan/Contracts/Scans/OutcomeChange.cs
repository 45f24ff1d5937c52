
namespace OpportunityScan;

/// <summary>The outcome of one strategy, after something changed.</summary>
/// <param name="Strategy">The strategy's place in the plan.</param>
/// <param name="Outcome">Its outcome now.</param>
public readonly record struct OutcomeChange(int Strategy, StrategyOutcome Outcome);
