using OpportunityScan.Ranking;
using OpportunityScan.Running;
using OpportunityScan.Tests.Ranking;
using static OpportunityScan.Tests.Lookup.LookupFixture;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class StrategyTallyTests
{
    private readonly HashSet<Opportunity> _found = new(SameOpportunity.Instance);
    private readonly StrategyTally _tally;

    public StrategyTallyTests() => _tally = new StrategyTally(new StrategyOutcome { Strategy = new StrategyId("s1") }, _found);

    [Fact]
    public void A_start_notes_attempt_and_time_and_forgets_earlier_rejections()
    {
        var before = new StrategyOutcome { Strategy = new StrategyId("s1"), Attempt = 1, Progress = 0.4, Rejected = 1, Rejections = [new Rejection("text", 1, "x")] };
        var tally = new StrategyTally(before, []);
        tally.HasRun.Should().BeTrue();

        tally.Start(2, Noon);

        tally.ToOutcome().Should().BeEquivalentTo(new { Status = StrategyStatus.Running, Attempt = 2, StartedAt = Noon, Rejected = 0, Progress = 0.4, Elapsed = (TimeSpan?)null });
        tally.ToOutcome().Rejections.Should().BeEmpty();
    }

    [Fact]
    public void A_settled_strategy_has_an_elapsed_time_if_it_ran()
    {
        _tally.Settle(StrategyEnd.NeverRan(EndCause.CancelRequested), Noon);
        _tally.ToOutcome().Elapsed.Should().BeNull();

        var ran = new StrategyTally(new StrategyOutcome { Strategy = new StrategyId("s1") }, []);
        ran.Start(1, Noon);
        ran.Settle(new StrategyEnd(StrategyStatus.Failed, "code", "message"), Noon.AddSeconds(3));
        ran.ToOutcome().Should().BeEquivalentTo(new { Elapsed = TimeSpan.FromSeconds(3), ErrorCode = "code", Message = "message", Detached = false });
    }

    [Fact]
    [Trait("Incident", "C2")]
    public void Rejections_are_counted_by_reason_with_the_first_example_of_each()
    {
        _tally.Reject("confidence", "first");
        _tally.Reject("confidence", "second");
        _tally.Reject("text", "third");

        var outcome = _tally.ToOutcome();
        outcome.Rejected.Should().Be(3);
        outcome.Rejections.Should().Equal(new Rejection("confidence", 2, "first"), new Rejection("text", 1, "third"));
    }

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(1, true)]
    [InlineData(0.2, false)]
    [InlineData(0.1, false)]
    [InlineData(-1, false)]
    [InlineData(1.01, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void Progress_only_rises_and_stays_in_range(double fraction, bool accepted)
    {
        _tally.Progress(0.2).Should().BeTrue();

        _tally.Progress(fraction).Should().Be(accepted);

        _tally.ToOutcome().Progress.Should().Be(accepted ? fraction : 0.2);
    }

    [Fact]
    public void The_same_opportunity_again_is_accepted_and_changes_nothing_unless_it_is_better()
    {
        Accept(OpportunityGen.Of("IBM", 2)).Should().Be((true, true));
        Accept(OpportunityGen.Of("IBM", 1)).Should().Be((true, false));
        Accept(OpportunityGen.Of("IBM", 2)).Should().Be((true, false));
        Accept(OpportunityGen.Of("IBM", 3)).Should().Be((true, true));

        _tally.ToOutcome().Found.Should().Be(1);
        _found.Single().Score.Should().Be(3);
        _tally.TakeChunk().Select(o => o.Score).Should().Equal(2, 3);
    }

    [Fact]
    public void No_more_distinct_ones_are_accepted_than_allowed_but_better_ones_of_those_are()
    {
        var limits = new ScanLimits { MaxOpportunitiesPerStrategy = 2 };
        Accept(OpportunityGen.Of("A"), limits).Should().Be((true, true));
        Accept(OpportunityGen.Of("B"), limits).Should().Be((true, true));

        Accept(OpportunityGen.Of("C"), limits).Should().Be((false, false));
        Accept(OpportunityGen.Of("B", 2), limits).Should().Be((true, true));

        _found.Should().HaveCount(2);
    }

    [Fact]
    public void No_more_bytes_are_accepted_than_allowed()
    {
        var limits = new ScanLimits { MaxBytesPerStrategy = 1_024 };
        var accepted = Enumerable.Range(0, 100).Count(i => Accept(OpportunityGen.Of($"S{i:00}"), limits).Accepted);

        accepted.Should().Be(1_024 / (64 + "momentum".Length + "S00".Length));
    }

    [Fact]
    [Trait("Incident", "D10")]
    public void Ever_better_versions_of_one_opportunity_do_not_grow_beyond_the_bytes_allowed()
    {
        var limits = new ScanLimits { MaxBytesPerStrategy = 1_024 };
        for (var i = 0; i < 1_000; i++) Accept(OpportunityGen.Of("IBM", score: i), limits);

        _tally.TakeChunk().Length.Should().Be(1_024 / (64 + "momentum".Length + "IBM".Length), "every accepted version is stored as a fact");
    }

    [Fact]
    public void A_chunk_is_taken_once()
    {
        Accept(OpportunityGen.Of("IBM"));
        _tally.IsDirty.Should().BeTrue();

        _tally.TakeChunk().Should().ContainSingle();

        _tally.IsDirty.Should().BeFalse();
        _tally.TakeChunk().Should().BeEmpty();
        _found.Should().ContainSingle();
    }

    private (bool Accepted, bool Changed) Accept(Opportunity opportunity, ScanLimits? limits = null)
    {
        var accepted = _tally.TryAccept(opportunity, limits ?? new ScanLimits(), out var changed);
        return (accepted, changed);
    }
}
