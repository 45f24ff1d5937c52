using OpportunityScan.Running;
using OpportunityScan.Storage;
using OpportunityScan.Tests.Ranking;
using static OpportunityScan.Tests.Lookup.LookupFixture;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class StrategyTallyTests
{
    private readonly Findings _findings = new();
    private readonly StrategyTally _tally;

    public StrategyTallyTests() => _tally = new StrategyTally(0, new StrategyOutcome { Strategy = new StrategyId("s1") }, _findings);

    [Fact]
    public void A_start_notes_attempt_and_time_and_counts_on_from_earlier_attempts()
    {
        var before = new StrategyOutcome { Strategy = new StrategyId("s1"), Attempt = 1, Progress = 0.4, Rejected = 1, Merged = 2, Rejections = [new Rejection("text", 1, "x")] };
        var tally = new StrategyTally(0, before, new Findings());
        tally.HasRun.Should().BeTrue();

        tally.Start(2, Noon);

        tally.ToOutcome().Should().BeEquivalentTo(new { Status = StrategyStatus.Running, Attempt = 2, StartedAt = Noon, Rejected = 1, Merged = 2, Progress = 0.4, Elapsed = (TimeSpan?)null });
        tally.ToOutcome().Rejections.Should().ContainSingle();
    }

    [Fact]
    public void A_settled_strategy_has_an_elapsed_time_if_it_ran()
    {
        _tally.Settle(StrategyEnd.NeverRan(EndCause.CancelRequested), Noon);
        _tally.ToOutcome().Elapsed.Should().BeNull();

        var ran = new StrategyTally(0, new StrategyOutcome { Strategy = new StrategyId("s1") }, new Findings());
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
    [Trait("Incident", "E2")]
    public void The_same_opportunity_again_is_merged_and_sent_only_if_it_is_better()
    {
        foreach (var score in new[] { 2, 1, 2, 3 }) Keep(OpportunityGen.Of("IBM", score)).Should().BeTrue();

        Send().Should().Equal(2, 3);
        _tally.ToOutcome().Should().Match<StrategyOutcome>(static o => o.Found == 1 && o.Merged == 3 && o.Rejected == 0);
        _findings.Ranking().Should().Equal(1);
    }

    [Fact]
    public void No_more_distinct_ones_are_kept_than_allowed_but_better_ones_of_those_are()
    {
        var limits = new ScanLimits { MaxOpportunitiesPerStrategy = 2 };
        Keep(OpportunityGen.Of("A"), limits).Should().BeTrue();
        Keep(OpportunityGen.Of("B"), limits).Should().BeTrue();

        Keep(OpportunityGen.Of("C"), limits).Should().BeFalse();
        Keep(OpportunityGen.Of("B", 2), limits).Should().BeTrue();

        Send().Should().Equal(1, 1, 2);
    }

    [Fact]
    public void No_more_bytes_are_kept_than_allowed()
    {
        var limits = new ScanLimits { MaxBytesPerStrategy = 1_024 };
        var kept = Enumerable.Range(0, 100).Count(i => Keep(OpportunityGen.Of($"S{i:00}"), limits));

        kept.Should().Be(1_024 / OpportunityJson.Size(OpportunityGen.Of("S00")));
    }

    [Fact]
    [Trait("Incident", "D10")]
    public void Ever_better_versions_of_one_opportunity_do_not_grow_beyond_the_bytes_allowed()
    {
        var limits = new ScanLimits { MaxBytesPerStrategy = 1_024 };
        for (var i = 0; i < 1_000; i++) Keep(OpportunityGen.Of("IBM", score: 1 + (i / 1_000d)), limits);

        Send().Count.Should().BeInRange(2, 1_024 / OpportunityJson.Size(OpportunityGen.Of("IBM")), "every accepted version is stored as a fact");
    }

    [Fact]
    [Trait("Incident", "E2")]
    public void What_is_not_sent_is_not_told_and_a_settled_strategy_is_settled_once_all_is()
    {
        _tally.Start(1, Noon);
        Keep(OpportunityGen.Of("IBM"));
        _tally.Settle(new StrategyEnd(StrategyStatus.Failed, "code", "message"), Noon.AddSeconds(3));

        _tally.ToOutcome().Should().BeEquivalentTo(new { Status = StrategyStatus.Running, Found = 0, ErrorCode = (string?)null, Elapsed = (TimeSpan?)null });
        _tally.Told();
        _tally.IsDirty.Should().BeTrue("there is more to say");

        Send();
        _tally.ToOutcome().Should().BeEquivalentTo(new { Status = StrategyStatus.Failed, Found = 1, ErrorCode = "code", Elapsed = TimeSpan.FromSeconds(3) });
        _tally.Told();
        _tally.IsDirty.Should().BeFalse();
    }

    [Fact]
    [Trait("Incident", "E2")]
    public void What_is_never_sent_is_rejected_and_what_it_was_better_than_stands_again()
    {
        Keep(OpportunityGen.Of("IBM", 1));
        Send();
        Keep(OpportunityGen.Of("IBM", 2));
        Keep(OpportunityGen.Of("IBM", 3));
        Keep(OpportunityGen.Of("XOM", 1));
        Keep(OpportunityGen.Of("XOM", 2));

        _findings.DropUnsent(_tally.Drop);

        _findings.Ranking().Should().Equal(0);
        var outcome = _tally.ToOutcome();
        (outcome.Found, outcome.Merged, outcome.Rejected).Should().Be((1, 3, 1));
        outcome.Rejections.Single().Reason.Should().Be(RejectionReasons.NotStored);
    }

    [Fact]
    [Trait("Incident", "E1")]
    public void An_example_is_bounded_and_can_be_stored_whatever_it_shows()
    {
        _tally.Reject("text", "\ud800 \u0000" + new string('x', 510) + "😀😀");

        var example = _tally.ToOutcome().Rejections.Single().Example;
        example.Length.Should().BeLessThanOrEqualTo(512);
        example.Should().StartWith("\uFFFD \uFFFDx").And.EndWith("x…");
    }

    private bool Keep(Opportunity opportunity, ScanLimits? limits = null) =>
        _tally.TryKeep(AcceptedOpportunity.Of(opportunity), limits ?? new ScanLimits());

    private List<double> Send()
    {
        var taken = new List<Finding>();
        while (_findings.TryTake(long.MaxValue, out var next))
        {
            _tally.Sent(next);
            taken.Add(next);
        }

        return [.. _findings.Chunks(taken, strategies: 1).SelectMany(static c => c.Opportunities).Select(static o => o.Value.Score)];
    }
}
