using System.Collections.Immutable;
using CsCheck;
using OpportunityScan.Ranking;
using static OpportunityScan.Tests.Ranking.OpportunityGen;

namespace OpportunityScan.Tests.Ranking;

public sealed class OpportunityRankingTests
{
    private static readonly Gen<Opportunity[]> Many = Any.Array[0, 40];

    [Fact]
    public void Merging_does_not_depend_on_the_order_of_arrival() =>
        Gen.Select(Many, Gen.Int).Sample((all, seed) =>
        {
            var shuffled = all.ToArray();
            new Random(seed).Shuffle(shuffled);
            return Same(OpportunityRanking.MergeAndRank(all), OpportunityRanking.MergeAndRank(shuffled));
        }, iter: 2_000);

    [Fact]
    public void Merging_again_changes_nothing() =>
        Many.Sample(all =>
        {
            var once = OpportunityRanking.MergeAndRank(all);
            return Same(once, OpportunityRanking.MergeAndRank(once.AsSpan())) && Same(once, OpportunityRanking.MergeAndRank([.. all, .. once]));
        }, iter: 2_000);

    [Fact]
    public void It_equals_the_plainest_way_to_say_it() =>
        Many.Sample(all =>
        {
            var expected = all
                .GroupBy(static o => (o.Type, o.Symbol, o.Exchange, o.Side, o.Strategy))
                .Select(static g => g.Order(OpportunityOrder.Instance).First())
                .Order(OpportunityOrder.Instance);
            return Same(OpportunityRanking.MergeAndRank(all), [.. expected]);
        }, iter: 2_000);

    [Fact]
    public void None_is_lost_and_each_appears_once() =>
        Many.Sample(all =>
        {
            var ranked = OpportunityRanking.MergeAndRank(all);
            return ranked.Length == ranked.Distinct(SameOpportunity.Instance).Count()
                && all.ToHashSet(SameOpportunity.Instance).SetEquals(ranked)
                && ranked.All(r => all.Any(o => ReferenceEquals(o, r)));
        }, iter: 2_000);

    [Fact]
    public void Of_two_that_are_the_same_the_better_ranked_is_kept()
    {
        var (worse, better) = (Of("IBM", score: 1), Of("IBM", score: 2) with { Timeframe = "1d" });

        OpportunityRanking.MergeAndRank([worse, better]).Should().ContainSingle().Which.Should().BeSameAs(better);
        OpportunityRanking.MergeAndRank([better, worse]).Should().ContainSingle().Which.Should().BeSameAs(better);
    }

    [Fact]
    public void Another_type_symbol_exchange_or_strategy_is_another_opportunity()
    {
        var x = Of("IBM");

        OpportunityRanking.MergeAndRank(
        [
            x, x with { Type = "funding" }, x with { Symbol = "ibm" }, x with { Exchange = "NYSE" }, x with { Strategy = new StrategyId("s2") }, x with { Score = 0 },
        ]).Should().HaveCount(5);
    }

    [Fact]
    public void Distinct_ones_are_ranked_in_the_one_total_order_also_where_scores_tie() =>
        Many.Sample(all =>
        {
            Opportunity[] distinct = [.. all.DistinctBy(static o => o, SameOpportunity.Instance)];
            return Same(Rank(distinct), [.. distinct.Order(OpportunityOrder.Instance)]);
        }, iter: 2_000);

    [Fact]
    public void Nothing_is_ranked_as_nothing() => OpportunityRanking.MergeAndRank([]).Should().BeEmpty();

    [Fact]
    public void The_input_is_left_as_it_was()
    {
        Opportunity[] given = [Of("A", 1), Of("B", 3), Of("C", 2)];

        Rank(given).Select(o => o.Symbol).Should().Equal("B", "C", "A");
        given.Select(o => o.Symbol).Should().Equal("A", "B", "C");
    }

    private static bool Same(ImmutableArray<Opportunity> x, ImmutableArray<Opportunity> y) => Shown(x).SequenceEqual(Shown(y), StringComparer.Ordinal);

    [Fact]
    [Trait("Incident", "E2")]
    public void Those_that_differ_in_one_field_of_their_identity_only_hash_apart()
    {
        Func<int, Opportunity>[] differing =
        [
            static i => Of("A") with { Type = "t" + i }, static i => Of("A" + i), static i => Of("A") with { Exchange = "x" + i },
            static i => Of("A") with { Strategy = new StrategyId("s" + i) }, static i => Of("A") with { Side = (Side)(i % 3) },
        ];

        foreach (var differ in differing)
        {
            var all = Enumerable.Range(0, 3_000).Select(differ).Distinct(SameOpportunity.Instance).ToList();
            all.Select(SameOpportunity.Instance.GetHashCode).Distinct().Count().Should().BeGreaterThan(all.Count * 99 / 100);
        }
    }

    private static ImmutableArray<Opportunity> Rank(Opportunity[] distinct) => [.. OpportunityRanking.Order(distinct).Select(place => distinct[place])];
}
