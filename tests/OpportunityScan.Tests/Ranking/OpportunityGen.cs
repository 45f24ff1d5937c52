using System.Collections.Immutable;
using CsCheck;

namespace OpportunityScan.Tests.Ranking;

/// <summary>Opportunities from few distinct values, so that equals and ties are common.</summary>
internal static class OpportunityGen
{
    internal static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Any mixture; not necessarily distinct.</summary>
    internal static readonly Gen<Opportunity> Any =
        from symbol in Gen.OneOf("IBM", "XOM", "BA")
        from type in Gen.OneOf("momentum", "funding")
        from exchange in Gen.OneOf("", "NYSE")
        from side in Gen.OneOf(Side.Buy, Side.Sell)
        from strategy in Gen.OneOf("s1", "s2")
        from score in Gen.OneOf(0d, -0d, 1, 1, 2, double.PositiveInfinity, double.NegativeInfinity)
        from profit in Gen.OneOf(1m, 2m)
        from confidence in Gen.OneOf(0.5, 1)
        from capital in Gen.OneOf(0m, 10m)
        from detail in Details
        select Of(symbol, score) with
        {
            Type = type,
            Exchange = exchange,
            Side = side,
            Strategy = new StrategyId(strategy),
            ProfitPotential = profit,
            Confidence = confidence,
            RequiredCapital = capital,
            DiscoveredAt = Noon.AddSeconds(detail.Age),
            Risk = detail.Risk,
            Timeframe = detail.Timeframe,
            EntryPrice = detail.Entry,
            Metadata = detail.Metadata,
        };

    /// <summary>Valid ones at the ends of every range, with whatever texts and metadata there are.</summary>
    internal static readonly Gen<Opportunity> Wild =
        from text in Gen.OneOf("IBM", "東京 😀 é", "\u2028\uFEFF\uFFFF", "a\"b\\c</script>'+", "\uE000\U000FFFFD")
        from money in Gen.OneOf(Gen.Decimal[0, decimal.MaxValue], Gen.OneOf(decimal.MaxValue, 0.0000000000000000000000000001m, -0.0m, 0.00m, 1.50m, 79_228_162_514_264.337593543950335m))
        from price in Gen.OneOf<decimal?>(null, 0.0m, -0.0m, 0.10m, decimal.MaxValue)
        from confidence in Gen.OneOf(Gen.Double[0, 1], Gen.OneOf(0, -0.0, 1, double.Epsilon, 0.1 + 0.2))
        from age in Gen.OneOf(DateTimeOffset.MaxValue, DateTimeOffset.MinValue.AddTicks(1), new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.FromHours(14)).AddTicks(7))
        from risk in Gen.OneOf(RiskLevel.Low, RiskLevel.Medium, RiskLevel.VeryHigh)
        from metadata in Gen.OneOf<string?>(null, "{}", """{"a":[1.50]}""", """{"a":"\u2028"}""", """{"":null}""", """{"a":1e300}""")
        select Of(text) with
        {
            Type = text,
            Exchange = text,
            Timeframe = risk == RiskLevel.Low ? null : text,
            ProfitPotential = money,
            RequiredCapital = money,
            EntryPrice = price,
            ExitPrice = price,
            Confidence = confidence,
            Risk = risk,
            DiscoveredAt = age,
            ExpiresAt = risk == RiskLevel.Low ? null : age,
            Metadata = metadata is null ? null : Json(metadata),
        };

    private static Gen<(int Age, RiskLevel Risk, string? Timeframe, decimal? Entry, System.Text.Json.JsonElement? Metadata)> Details =>
        from age in Gen.Int[0, 1]
        from risk in Gen.OneOf(RiskLevel.Low, RiskLevel.High)
        from timeframe in Gen.OneOf<string?>(null, "1d", "4h")
        from entry in Gen.OneOf<decimal?>(null, 1, 2)
        from metadata in Gen.OneOf<string?>(null, """{"a":1}""", """{"a":2}""")
        select (age, risk, timeframe, entry, metadata is null ? (System.Text.Json.JsonElement?)null : Json(metadata));

    internal static Opportunity Of(string symbol, double score = 1) => new()
    {
        Type = "momentum",
        Symbol = symbol,
        ProfitPotential = 1,
        Confidence = 1,
        Strategy = new StrategyId("s1"),
        Score = score,
        DiscoveredAt = Noon,
    };

    internal static System.Text.Json.JsonElement Json(string text)
    {
        using var document = System.Text.Json.JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Everything but the reference of the metadata and the sign of a zero, as a text to compare.</summary>
    internal static string Shown(Opportunity o) => $"{o with { Metadata = null, Score = o.Score == 0 ? 0 : o.Score }} {o.Metadata?.GetRawText()}";

    internal static IEnumerable<string> Shown(ImmutableArray<Opportunity> opportunities) => opportunities.Select(Shown);
}
