using System.Collections.Immutable;
using System.Globalization;

namespace MarketStrategies;

/// <summary>The parameters that every strategy here understands, and their reading.</summary>
internal static class Asked
{
    internal const string Symbol = "symbol";
    internal const string Account = "account";
    internal const string Rate = "rate";
    internal const string Costs = "costs";

    internal static ImmutableArray<StrategyParameter> Parameters(IMarketData market) =>
    [
        new(Symbol, "The symbols to report on; all when not given. Figures do not depend on it.") { Allowed = market.Symbols },
        new(Account, "The account in USD that positions are sized by; 100000 when not given."),
        new(Rate, "What cash earns, in percent a year, from 0 to 100; 4.88 when not given. Returns are counted beyond it."),
        new(Costs, "What a round trip costs, in basis points of what is bought and sold, from 0 to 1000; 10 when not given."),
    ];

    internal static ImmutableArray<string> Symbols(StrategyContext context, IMarketData market) =>
        context.Parameters[Symbol] is { IsEmpty: false } asked ? asked : market.Symbols;

    /// <exception cref="StrategyException">An amount is not what it must be.</exception>
    internal static Terms TermsOf(StrategyContext context) => new()
    {
        Account = Amount(context, Account, 0, 1e12, exclusive: true, "an amount between 0 and 1,000,000,000,000 USD") ?? new Terms().Account,
        Rate = Amount(context, Rate, 0, 100, exclusive: false, "a percentage from 0 to 100") / 100 ?? new Terms().Rate,
        Costs = Amount(context, Costs, 0, 1_000, exclusive: false, "a number of basis points from 0 to 1000") / 10_000 ?? new Terms().Costs,
    };

    private static double? Amount(StrategyContext context, string name, double least, double most, bool exclusive, string valid)
    {
        if (context.Parameters.First(name) is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
            && (exclusive ? amount > least && amount < most : amount >= least && amount <= most)
            ? amount
            : throw new StrategyException("invalid_" + name, $"The {name} '{text}' is not {valid}.");
    }
}
