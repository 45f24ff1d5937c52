using System.Text.Json;
using ScanConsole.Tests.Trading;

namespace ScanConsole.Tests.Strategies;

public sealed class MarketStrategyTests
{
    public static TheoryData<string> Comparing => [.. Records.Strategies.Where(s => s.Compares).Select(s => s.Descriptor.Id.Value)];

    public static TheoryData<string> All => [.. Records.Strategies.Select(s => s.Descriptor.Id.Value)];

    [Theory]
    [MemberData(nameof(Comparing))]
    public async Task Does_not_apply_when_there_is_nothing_to_compare_with(string id)
    {
        var run = () => StrategyRun.Strategy(id).OpportunitiesAsync(ScanParameters.Empty.With("symbol", "SPX"));

        (await run.Should().ThrowAsync<StrategyNotApplicableException>()).Which.Message.Should().Contain("SPX");
    }

    [Fact]
    public void Six_compare_the_symbols_of_a_market_and_eight_look_at_each() => (Records.Strategies.Count(s => s.Compares), Records.Strategies.Count).Should().Be((6, 14));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Symbols_asked_for_choose_what_is_reported_and_change_no_figure(string id)
    {
        var all = (await StrategyRun.DefaultAsync(id)).Found.Select(Text).ToList();
        var halves = new List<string>();
        foreach (var half in new[] { StrategyRun.Market.Symbols.Where((_, i) => i % 2 == 0), StrategyRun.Market.Symbols.Where((_, i) => i % 2 == 1) })
        {
            var asked = (await StrategyRun.Strategy(id).OpportunitiesAsync(ScanParameters.Empty.With("symbol", [.. half]))).Select(Text).ToList();
            asked.Should().BeSubsetOf(all);
            halves.AddRange(asked);
        }

        halves.Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(all, "every symbol was asked for in one half or the other");

        static string Text(Opportunity o) => JsonSerializer.Serialize(o with { ExpiresAt = null });
    }

    [Theory]
    [InlineData("account", "much")]
    [InlineData("account", "0")]
    [InlineData("account", "-5")]
    [InlineData("account", "NaN")]
    [InlineData("rate", "-1")]
    [InlineData("rate", "101")]
    [InlineData("rate", "none")]
    [InlineData("costs", "-1")]
    [InlineData("costs", "1001")]
    [InlineData("costs", "NaN")]
    public async Task Refuses_terms_that_make_no_sense(string name, string value)
    {
        var run = () => StrategyRun.Strategy("breakout").OpportunitiesAsync(ScanParameters.Empty.With(name, value));

        (await run.Should().ThrowAsync<StrategyException>()).Which.Should().Match<StrategyException>(
            e => e.Code.Equals("invalid_" + name, StringComparison.Ordinal) && e.Message.Contains($"'{value}'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Costs_and_the_rate_of_cash_lower_what_is_shown()
    {
        var standard = await ProfitAsync();

        (await ProfitAsync(("costs", "0"))).Should().BeGreaterThan(standard);
        (await ProfitAsync(("rate", "0"))).Should().BeGreaterThan(standard);
        (await ProfitAsync(("costs", "40"))).Should().BeLessThan(standard);

        static async Task<decimal> ProfitAsync(params (string Name, string Value)[] terms)
        {
            var parameters = terms.Aggregate(ScanParameters.Empty.With("symbol", "SMI"), (p, t) => p.With(t.Name, t.Value));
            return (await StrategyRun.Strategy("spot-momentum").OpportunitiesAsync(parameters)).Should().ContainSingle().Which.ProfitPotential;
        }
    }
}
