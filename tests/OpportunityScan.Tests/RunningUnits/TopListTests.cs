using System.Collections.Immutable;
using CsCheck;
using OpportunityScan.Ranking;
using OpportunityScan.Running;
using OpportunityScan.Storage;
using static OpportunityScan.Tests.Ranking.OpportunityGen;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class TopListTests
{
    [Fact]
    public void It_holds_the_first_of_everything_offered_at_any_time()
    {
        Gen.Select(Gen.Int[0, 6], Any.Array[0, 40]).Sample((capacity, offered) =>
        {
            var top = new TopList(capacity);
            for (var i = 0; i < offered.Length; i++)
            {
                top.Offer(Accepted(offered[i]));
                var best = OpportunityRanking.MergeAndRank(offered.AsSpan(0, i + 1)).Take(capacity);
                if (!Shown(Values(top)).SequenceEqual(best.Select(Shown), StringComparer.Ordinal)) return false;
            }

            return true;
        }, iter: 2_000);
    }

    [Fact]
    public void An_offer_says_whether_the_list_changed()
    {
        Gen.Select(Gen.Int[0, 4], Any.Array[1, 30]).Sample((capacity, offered) =>
        {
            var top = new TopList(capacity);
            return offered.All(o =>
            {
                var before = top.ToImmutable();
                var changed = top.Offer(Accepted(o));
                return changed != before.AsEnumerable().SequenceEqual(top.ToImmutable(), ReferenceEqualityComparer.Instance);
            });
        }, iter: 2_000);
    }

    [Fact]
    public void A_worse_equal_of_one_in_the_list_is_turned_away()
    {
        var top = new TopList(3);
        var better = Accepted(Of("IBM", score: 2));

        top.Offer(better).Should().BeTrue();
        top.Offer(Accepted(Of("IBM", score: 1))).Should().BeFalse();

        top.ToImmutable().Should().Equal(better);
    }

    [Fact]
    public void What_was_read_does_not_change_when_the_list_does()
    {
        var top = new TopList(1);
        top.Offer(Accepted(Of("IBM", 1)));
        var read = top.ToImmutable();

        top.Offer(Accepted(Of("XOM", 2)));

        read.Single().Value.Symbol.Should().Be("IBM");
    }

    [Theory, InlineData(70_000, 1), InlineData(30_000, 2), InlineData(1_000, 5)]
    [Trait("Incident", "E2")]
    public void It_shows_no_more_bytes_than_a_status_answer_may_have_and_always_the_best(int bytes, int shown)
    {
        var top = new TopList(5);
        for (var i = 0; i < 10; i++) top.Offer(Accepted(Of("S" + i, i) with { Metadata = Json("{\"x\":\"" + new string('x', bytes) + "\"}") }));

        Values(top).Select(static o => o.Score).Should().Equal(Enumerable.Range(0, shown).Select(static i => 9d - i));
    }

    private static AcceptedOpportunity Accepted(Opportunity opportunity) => new(opportunity, opportunity.Metadata?.GetRawText().Length ?? 1, null);

    private static ImmutableArray<Opportunity> Values(TopList top) => [.. top.ToImmutable().Select(static o => o.Value)];
}
