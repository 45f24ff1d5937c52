using CsCheck;
using OpportunityScan.Ranking;
using static OpportunityScan.Tests.Ranking.OpportunityGen;

namespace OpportunityScan.Tests.Ranking;

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
                top.Offer(offered[i]);
                var best = OpportunityRanking.MergeAndRank(offered.AsSpan(0, i + 1)).Take(capacity);
                if (!Shown(top.ToImmutable()).SequenceEqual(best.Select(Shown), StringComparer.Ordinal)) return false;
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
                var changed = top.Offer(o);
                return changed != before.AsEnumerable().SequenceEqual(top.ToImmutable(), ReferenceEqualityComparer.Instance);
            });
        }, iter: 2_000);
    }

    [Fact]
    public void A_worse_equal_of_one_in_the_list_is_turned_away()
    {
        var top = new TopList(3);
        var better = Of("IBM", score: 2);

        top.Offer(better).Should().BeTrue();
        top.Offer(Of("IBM", score: 1)).Should().BeFalse();

        top.ToImmutable().Should().Equal(better);
    }

    [Fact]
    public void What_was_read_does_not_change_when_the_list_does()
    {
        var top = new TopList(1);
        top.Offer(Of("IBM", 1));
        var read = top.ToImmutable();

        top.Offer(Of("XOM", 2));

        read.Single().Symbol.Should().Be("IBM");
    }
}
