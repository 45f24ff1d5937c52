using CsCheck;
using OpportunityScan.Ranking;
using static OpportunityScan.Tests.Ranking.OpportunityGen;

namespace OpportunityScan.Tests.Ranking;

public sealed class OpportunityOrderTests
{
    private static readonly OpportunityOrder Order = OpportunityOrder.Instance;

    [Fact]
    public void It_is_antisymmetric() =>
        Gen.Select(Any, Any).Sample((x, y) => Math.Sign(Order.Compare(x, y)) == -Math.Sign(Order.Compare(y, x)), iter: 20_000);

    [Fact]
    public void It_is_transitive() =>
        Gen.Select(Any, Any, Any).Sample((x, y, z) => Order.Compare(x, y) > 0 || Order.Compare(y, z) > 0 || Order.Compare(x, z) <= 0, iter: 50_000);

    [Fact]
    public void It_is_total_so_that_only_alike_opportunities_tie() =>
        Gen.Select(Any, Any).Sample((x, y) => (Order.Compare(x, y) == 0) == string.Equals(Shown(x), Shown(y), StringComparison.Ordinal), iter: 20_000);

    [Fact]
    public void A_higher_score_comes_first_whatever_else_differs()
    {
        var better = Of("XOM", score: 2) with { ProfitPotential = 0, Confidence = 0, RequiredCapital = 1_000_000 };

        Order.Compare(better, Of("BA", score: 1)).Should().BeNegative();
    }

    [Fact]
    public void Among_equal_scores_profit_then_confidence_then_capital_then_names_then_age_decide()
    {
        var x = Of("IBM") with { Exchange = "NYSE" };
        Opportunity[] ranked =
        [
            x with { ProfitPotential = 2, Confidence = 0.1 },
            x with { Confidence = 1, RequiredCapital = 5 },
            x with { Confidence = 0.9, RequiredCapital = 1 },
            x with { Confidence = 0.9, RequiredCapital = 2 },
            x with { Confidence = 0.8, Strategy = new StrategyId("s1"), Type = "z" },
            x with { Confidence = 0.8, Strategy = new StrategyId("s2"), Type = "a", Symbol = "Z" },
            x with { Confidence = 0.8, Strategy = new StrategyId("s2"), Type = "b", Symbol = "A", Exchange = "Z" },
            x with { Confidence = 0.8, Strategy = new StrategyId("s2"), Type = "b", Symbol = "B", Exchange = "A" },
            x with { Confidence = 0.8, Strategy = new StrategyId("s2"), Type = "b", Symbol = "B", Exchange = "B", DiscoveredAt = Noon.AddSeconds(1) },
            x with { Confidence = 0.8, Strategy = new StrategyId("s2"), Type = "b", Symbol = "B", Exchange = "B", DiscoveredAt = Noon },
        ];

        ranked.Reverse().Order(Order).Should().Equal(ranked);
    }
}
