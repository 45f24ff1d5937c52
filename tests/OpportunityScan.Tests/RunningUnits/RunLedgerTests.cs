using System.Text.Json;
using OpportunityScan.Running;
using OpportunityScan.Storage;
using OpportunityScan.Tests.Lookup;
using static OpportunityScan.Tests.RunningUnits.RunningFixture;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class RunLedgerTests : IDisposable
{
    private readonly RunningFixture _run = new();

    private RunLedger Ledger => _run.Ledger;

    public void Dispose() => _run.Dispose();

    [Fact]
    public void At_first_nothing_is_new_and_everything_is_unsettled()
    {
        Take().Should().BeNull();
        Ledger.Unsettled().Should().Equal(0, 1);
    }

    [Fact]
    public void What_is_new_is_taken_once()
    {
        Ledger.Start(0);
        Ledger.Offer(0, Emitted("IBM")).Should().BeTrue();

        var delta = Take()!;

        delta.Changes.Should().ContainSingle().Which.Outcome.Should().Match<StrategyOutcome>(o => o.Status == StrategyStatus.Running && o.Found == 1);
        delta.Chunks.Single().Opportunities.Should().ContainSingle();
        delta.Top.Should().ContainSingle();
        delta.End.Should().BeNull();
        Take().Should().BeNull();
    }

    [Fact]
    public async Task Whatever_is_new_wakes_the_commit_loop()
    {
        Ledger.Start(0);
        await _run.Signal.WaitAsync(default);
        Ledger.Offer(0, Emitted("IBM"));
        await _run.Signal.WaitAsync(default);
        Ledger.Progress(0, 0.5);
        await _run.Signal.WaitAsync(default);
        Ledger.TrySettle(0, StrategyEnd.Succeeded);
        await _run.Signal.WaitAsync(default);
    }

    [Fact]
    public void An_accepted_opportunity_is_stamped_whatever_the_strategy_wrote()
    {
        _run.Time.Advance(TimeSpan.FromSeconds(7));
        Ledger.Start(1);

        Ledger.Offer(1, Emitted("IBM", 10) with { Strategy = new StrategyId("forged"), Score = 1_000_000, Confidence = 0.5 });

        var kept = Take()!.Chunks.Single().Opportunities.Single().Value;
        (kept.Strategy.Value, kept.Score, kept.DiscoveredAt).Should().Be(("s1", 5d, LookupFixture.Noon.AddSeconds(7)));
    }

    [Fact]
    public void Its_metadata_outlive_the_document_they_came_from()
    {
        Ledger.Start(0);
        using (var document = JsonDocument.Parse("""{"depth":3}""")) Ledger.Offer(0, Emitted("IBM") with { Metadata = document.RootElement });

        Take()!.Top.Single().Value.Metadata!.Value.GetProperty("depth").GetInt32().Should().Be(3);
    }

    [Fact]
    public void One_that_expires_before_it_is_emitted_is_rejected_with_the_reason()
    {
        Ledger.Start(0);

        Ledger.Offer(0, Emitted("IBM") with { ExpiresAt = LookupFixture.Noon.AddSeconds(-1) });

        Outcome(0).Rejections.Should().ContainSingle().Which.Reason.Should().Be(RejectionReasons.Expiry);
    }

    [Fact]
    [Trait("Incident", "B3")]
    public void What_a_settled_strategy_emits_late_is_discarded_and_it_is_told_so()
    {
        Ledger.Start(0);
        Ledger.TrySettle(0, StrategyEnd.Stopped(StopKind.Timeout, detached: true)).Should().BeTrue();

        Ledger.Offer(0, Emitted("IBM")).Should().BeFalse();
        Ledger.Progress(0, 0.9);
        Ledger.TrySettle(0, StrategyEnd.Succeeded).Should().BeFalse();

        Outcome(0).Should().Match<StrategyOutcome>(o => o.Status == StrategyStatus.TimedOut && o.Detached && o.Found == 0 && o.Progress == null);
    }

    [Fact]
    public void A_closed_ledger_accepts_nothing()
    {
        Ledger.Start(0);
        Ledger.Close();

        Ledger.Offer(0, Emitted("IBM")).Should().BeFalse();
        Ledger.TrySettle(0, StrategyEnd.Succeeded).Should().BeFalse();
        Outcome(0).Status.Should().Be(StrategyStatus.Running);
    }

    [Fact]
    public void The_end_comes_with_the_last_settled_strategy_and_bears_all_results_ranked()
    {
        Ledger.Start(0);
        Ledger.Start(1);
        Ledger.Offer(0, Emitted("IBM", 1));
        Ledger.Offer(1, Emitted("XOM", 3));
        Ledger.Offer(0, Emitted("BA", 2));
        Ledger.TrySettle(0, StrategyEnd.Succeeded);
        var recorded = Take()!;
        recorded.End.Should().BeNull();
        Ledger.TrySettle(1, new StrategyEnd(StrategyStatus.Failed, "exception", "It threw."));

        var end = Take()!.End!;

        end.Cause.Should().Be(EndCause.AllSettled);
        var places = recorded.Chunks.SelectMany(static c => c.Opportunities).Select(static o => o.Value.Symbol).ToList();
        end.Ranking.Select(place => places[place]).Should().Equal("XOM", "BA", "IBM");
    }

    [Fact]
    public void The_first_reason_to_cut_a_scan_short_is_its_cause()
    {
        Ledger.Start(0);
        Ledger.CutShort(EndCause.DeadlinePassed);
        Ledger.CutShort(EndCause.CancelRequested);
        Ledger.TrySettle(0, StrategyEnd.Succeeded);
        Ledger.TrySettle(1, StrategyEnd.NeverRan(EndCause.DeadlinePassed));

        Take()!.End!.Cause.Should().Be(EndCause.DeadlinePassed);
    }

    [Fact]
    public void Settling_the_rest_skips_what_never_ran_and_interrupts_what_did()
    {
        Ledger.Start(0);

        Ledger.SettleRest(EndCause.WorkerStopped);

        Take()!.End!.Cause.Should().Be(EndCause.WorkerStopped);
        Ledger.Outcomes().Select(o => o.Status).Should().Equal(StrategyStatus.Canceled, StrategyStatus.Skipped);
    }

    [Fact]
    [Trait("Incident", "D6")]
    public void What_earlier_attempts_found_is_merged_and_counted_once()
    {
        var known = AcceptedOpportunity.Of(Emitted("IBM", 5) with { Strategy = new StrategyId("s0"), Score = 5, DiscoveredAt = LookupFixture.Noon });
        var before = new OpportunityChunk(0, [known]);
        var ledger = _run.Over(_run.Claimed, before);
        ledger.Take(long.MaxValue).Should().BeNull("what is stored already is not new");
        ledger.Start(0);
        ledger.Offer(0, Emitted("IBM", 4));
        ledger.Offer(0, Emitted("XOM", 1));
        ledger.TrySettle(0, StrategyEnd.Succeeded);
        ledger.TrySettle(1, StrategyEnd.NeverRan(EndCause.DeadlinePassed));

        var delta = ledger.Take(long.MaxValue)!;

        delta.Chunks.Single().Opportunities.Select(o => o.Value.Symbol).Should().Equal("XOM");
        delta.Top.Select(o => o.Value.Symbol).Should().Equal("IBM", "XOM");
        delta.End!.Ranking.Should().Equal(0, 1);
        delta.Changes[0].Outcome.Should().Match<StrategyOutcome>(o => o.Found == 2 && o.Merged == 1);
    }

    [Fact]
    public void A_touch_makes_one_commit_of_nothing()
    {
        Ledger.Touch();

        Take()!.Changes.Should().BeEmpty();
        Take().Should().BeNull();
    }

    [Fact]
    public void Everything_is_told_to_a_store_that_has_lost_it_and_is_not_new_after_that()
    {
        Ledger.Start(0);
        Ledger.Offer(0, Emitted("IBM"));

        var record = Ledger.Everything(version: 9, sequence: 4);

        (record.State.Version, record.State.Sequence, record.State.Attempt).Should().Be((9, 4, 1));
        record.State.Outcomes.Select(o => o.Status).Should().Equal(StrategyStatus.Running, StrategyStatus.Pending);
        record.Found.Should().ContainSingle().Which.Opportunities.Should().ContainSingle();
        record.Top.Should().ContainSingle();
        Take().Should().BeNull();
    }

    [Fact]
    public void The_end_is_estimated_from_earlier_runs_and_never_beyond_the_deadline()
    {
        Ledger.Start(0);
        Take()!.Estimate.Should().BeNull("nothing is known yet");
        foreach (var id in new[] { "s0", "s1" }) _run.Took(id, TimeSpan.FromSeconds(30));
        _run.Time.Advance(TimeSpan.FromSeconds(10));
        Ledger.Start(1);

        Take()!.Estimate.Should().Be(new ScanEstimate(LookupFixture.Noon.AddSeconds(40), null));

        for (var i = 0; i < 3; i++) _run.Took("s0", TimeSpan.FromHours(1));
        Ledger.Progress(0, 0.01);
        Take()!.Estimate!.Value.P50.Should().Be(_run.Claimed.DeadlineAt);
    }

    [Fact]
    public void A_canceled_run_teaches_nothing_about_durations()
    {
        Ledger.Start(0);
        Ledger.Start(1);
        _run.Time.Advance(TimeSpan.FromSeconds(3));
        Ledger.TrySettle(0, StrategyEnd.Stopped(StopKind.Cancel, detached: false));
        Ledger.TrySettle(1, StrategyEnd.Succeeded);

        _run.Median("s0").Should().BeNull();
        _run.Median("s1").Should().Be(3);
    }

    private LedgerDelta? Take() => Ledger.Take(long.MaxValue);

    private StrategyOutcome Outcome(int strategy) => Ledger.Outcomes()[strategy];
}
