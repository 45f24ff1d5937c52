namespace OpportunityScan.Tests.Contracts;

public sealed class ResultsFilterTests
{
    private static readonly Opportunity Sample = new()
    {
        Type = "momentum",
        Symbol = "IBM",
        ProfitPotential = 100,
        Confidence = 0.5,
        Risk = RiskLevel.Medium,
        Side = Side.Buy,
        RequiredCapital = 1_000,
        Timeframe = "1d",
        Strategy = new StrategyId("s1"),
    };

    /// <summary>Each criterion: one filter that the sample just passes, one that it just does not.</summary>
    public static TheoryData<string, ResultsFilter, ResultsFilter> Criteria() => new()
    {
        { nameof(ResultsFilter.MinProfit), new() { MinProfit = 100 }, new() { MinProfit = 100.01m } },
        { nameof(ResultsFilter.MaxCapital), new() { MaxCapital = 1_000 }, new() { MaxCapital = 999.99m } },
        { nameof(ResultsFilter.MinConfidence), new() { MinConfidence = 0.5 }, new() { MinConfidence = 0.51 } },
        { nameof(ResultsFilter.Risks), new() { Risks = [RiskLevel.Low, RiskLevel.Medium] }, new() { Risks = [RiskLevel.Low] } },
        { nameof(ResultsFilter.Sides), new() { Sides = [Side.None, Side.Buy] }, new() { Sides = [Side.Sell] } },
        { nameof(ResultsFilter.Types), new() { Types = ["momentum", "arbitrage"] }, new() { Types = ["Momentum"] } },
        { nameof(ResultsFilter.Timeframes), new() { Timeframes = ["1d"] }, new() { Timeframes = ["1h"] } },
        { nameof(ResultsFilter.Strategies), new() { Strategies = [new StrategyId("s1")] }, new() { Strategies = [new StrategyId("s2")] } },
        { nameof(ResultsFilter.Symbols), new() { Symbols = ["IBM"] }, new() { Symbols = ["XOM"] } },
    };

    [Theory]
    [MemberData(nameof(Criteria))]
    [Trait("Incident", "C3")]
    public void Every_criterion_is_applied(string criterion, ResultsFilter passes, ResultsFilter rejects)
    {
        passes.Accepts(Sample).Should().BeTrue(criterion);
        rejects.Accepts(Sample).Should().BeFalse(criterion);
        (passes.AcceptsAll, rejects.AcceptsAll).Should().Be((false, false));
    }

    [Fact]
    [Trait("Incident", "C3")]
    public void The_criteria_above_are_all_there_are() =>
        typeof(ResultsFilter).GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Should().BeEquivalentTo(Criteria().Select(row => (string)row[0]));

    [Fact]
    public void All_criteria_must_hold()
    {
        var filter = new ResultsFilter { MinProfit = 50, Symbols = ["IBM"] };

        filter.Accepts(Sample).Should().BeTrue();
        filter.Accepts(Sample with { ProfitPotential = 49 }).Should().BeFalse();
        filter.Accepts(Sample with { Symbol = "XOM" }).Should().BeFalse();
    }

    [Fact]
    public void Without_a_timeframe_an_opportunity_is_in_none() =>
        new ResultsFilter { Timeframes = ["1d"] }.Accepts(Sample with { Timeframe = null }).Should().BeFalse();

    [Fact]
    public void None_accepts_everything()
    {
        ResultsFilter.None.AcceptsAll.Should().BeTrue();
        ResultsFilter.None.Accepts(Sample).Should().BeTrue();
        FluentActions.Invoking(() => ResultsFilter.None.Accepts(null!)).Should().Throw<ArgumentNullException>();
    }
}
