using System.Globalization;
using MathNet.Numerics.Statistics;

namespace MarketStrategies;

/// <summary>
/// Earns what others pay for funding: whoever cannot borrow buys risky symbols instead, so quiet ones, levered, carry a premium. Buys a symbol
/// whose beta is below its market's median with 1/beta of its price, sells the market (equally weighted) against it, for a month. A. Frazzini
/// and L. H. Pedersen, "Betting Against Beta", Journal of Financial Economics 111 (2014), betas over a year and drawn towards one by 0.4 as there.
/// What is bought beyond what is sold is borrowed, and pays the rate of cash. A proxy: the record has no funding rates.
/// </summary>
public sealed class FundingCarry(IMarketData market) : MarketStrategy(
    market, "funding-carry", "Funding and carry",
    "Buys quiet symbols, levered to the market's risk, against the market, for a month.", compares: true)
{
    private const double OwnWeight = 0.6;

    internal override IEnumerable<Rule> Rules(IReadOnlyList<PriceSeries> market, Terms terms)
    {
        var average = market.AverageReturns();
        var betas = market
            .Select(s => RollingRegression.Of(average, s.Returns, QuietRule.Year).Select(line => (OwnWeight * line.Beta) + 1 - OwnWeight).ToArray())
            .ToList();
        var medians = Enumerable.Range(0, average.Length).Select(t => betas.Select(b => b[t]).Median()).ToArray();
        return market.Select((series, i) => new QuietRule(series, market, betas[i], medians));
    }
}

/// <summary>One symbol, levered to the market's risk, against its market.</summary>
internal sealed class QuietRule(PriceSeries series, IReadOnlyList<PriceSeries> market, double[] betas, double[] medians) : Rule(series, Year, horizon: 21)
{
    internal const int Year = 252;

    internal override Position? Hold(int day, int side) =>
        betas[day] > 0 ? Basket.Of([new Leg(Subject, 1 / betas[day]), .. market.Select(s => new Leg(s, -1d / market.Count))]) : null;

    internal override Side Direction(int side) => Side.Buy;

    internal override string Why(int today, int side) => string.Create(
        CultureInfo.InvariantCulture, $"Quiet: its beta of {betas[today]:0.00} is below the median of {medians[today]:0.00}");

    internal override IReadOnlyDictionary<string, object> Measure(int today, int side) => new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["beta"] = Math.Round(betas[today], 3),
        ["medianBeta"] = Math.Round(medians[today], 3),
    };

    private protected override int Signal(int day) => betas[day] > 0 && betas[day] < medians[day] ? 1 : 0;
}
