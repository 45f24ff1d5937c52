using System.Globalization;

namespace OpportunityScan.Ranking;

/// <summary>What an emitted opportunity must fulfil to be accepted.</summary>
internal static class OpportunityRules
{
    /// <summary>Why an opportunity is not accepted: one of <see cref="RejectionReasons"/>, and value and rule.</summary>
    internal readonly record struct Violation(string Reason, string Message);

    /// <summary>What is wrong with an emitted opportunity, its metadata aside; <c>null</c> when nothing is.</summary>
    /// <param name="o">The opportunity as the strategy emitted it.</param>
    /// <param name="emittedAt">When it was emitted; discovered then, unless it says otherwise.</param>
    internal static Violation? Check(Opportunity? o, DateTimeOffset emittedAt)
    {
        if (o is null) return new Violation(RejectionReasons.Null, "null is no opportunity.");
        if (TextViolation(o) is { } text) return new Violation(RejectionReasons.Text, text);
        if (!(o.Confidence >= 0 && o.Confidence <= 1)) // NaN fails both comparisons
            return new Violation(RejectionReasons.Confidence, string.Create(CultureInfo.InvariantCulture, $"The confidence {o.Confidence} must be from 0 to 1."));
        if (o.ProfitPotential < 0) return Negative(RejectionReasons.Profit, "profit potential", o.ProfitPotential);
        if (o.RequiredCapital < 0) return Negative(RejectionReasons.Capital, "required capital", o.RequiredCapital);
        if (o.Risk is < RiskLevel.Low or > RiskLevel.VeryHigh) return new Violation(RejectionReasons.Risk, $"The risk level {(int)o.Risk} is unknown.");
        if (o.Side is < Side.None or > Side.Sell) return new Violation(RejectionReasons.Side, $"The side {(int)o.Side} is unknown.");
        var discoveredAt = DiscoveredAt(o, emittedAt);
        if (o.ExpiresAt < discoveredAt) return new Violation(RejectionReasons.Expiry, $"It expires at {o.ExpiresAt:O}, before it was discovered at {discoveredAt:O}.");
        if (o.ExpiresAt <= emittedAt)
            return new Violation(RejectionReasons.Expiry, $"It expired at {o.ExpiresAt:O}, and was emitted at {emittedAt:O}.");
        return null;
    }

    /// <summary>When an opportunity was discovered: when it was emitted, unless it says otherwise.</summary>
    internal static DateTimeOffset DiscoveredAt(Opportunity o, DateTimeOffset emittedAt) => o.DiscoveredAt == default ? emittedAt : o.DiscoveredAt;

    private static Violation Negative(string reason, string what, decimal value) =>
        new(reason, string.Create(CultureInfo.InvariantCulture, $"The {what} {value} must not be negative."));

    private static string? TextViolation(Opportunity o)
    {
        if (TextRule.ViolationOfText(o.Type, TextRule.MaxIdLength) is { } type) return $"The type {TextRule.Shown(o.Type)} {type}.";
        if (TextRule.ViolationOfText(o.Symbol, TextRule.MaxSymbolLength) is { } symbol) return $"The symbol {TextRule.Shown(o.Symbol)} {symbol}.";
        if (o.Exchange is not "" && TextRule.ViolationOfText(o.Exchange, TextRule.MaxIdLength) is { } exchange) return $"The exchange {TextRule.Shown(o.Exchange)} {exchange}.";
        if (o.Timeframe is { } value && TextRule.ViolationOfText(value, TextRule.MaxIdLength) is { } timeframe) return $"The timeframe {TextRule.Shown(value)} {timeframe}.";
        return null;
    }
}
