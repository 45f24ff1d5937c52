using System.Collections.Immutable;
using System.Globalization;

namespace MarketStrategies;

/// <summary>The parameters that every strategy here understands, and their reading.</summary>
internal static class Asked
{
    internal const string Symbol = "symbol";
    internal const string Account = "account";
    internal const double DefaultAccount = 100_000;

    internal static ImmutableArray<StrategyParameter> Parameters(IMarketData market) =>
    [
        new(Symbol, "The symbols to look at; all when not given.") { Allowed = market.Symbols },
        new(Account, "The account in USD that positions are sized by; 100000 when not given."),
    ];

    internal static ImmutableArray<string> Symbols(StrategyContext context, IMarketData market) =>
        context.Parameters[Symbol] is { IsEmpty: false } asked ? asked : market.Symbols;

    /// <exception cref="StrategyException">The account is not a positive number.</exception>
    internal static double AccountOf(StrategyContext context)
    {
        if (context.Parameters.First(Account) is not { } text) return DefaultAccount;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var account) && account is > 0 and < 1e12
            ? account
            : throw new StrategyException("invalid_account", $"The account '{text}' is not an amount between 0 and 1,000,000,000,000 USD.");
    }
}
