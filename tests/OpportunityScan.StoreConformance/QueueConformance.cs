using FluentAssertions;
using OpportunityScan.State;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>A worker is given what it can run, owners have turns, and what nobody can run ends.</summary>
public abstract class QueueConformance : StoreSuite
{
    private static readonly StrategySet Old = Set("1");
    private static readonly StrategySet New = Set("2");

    [Fact, Trait("Incident", "E6")]
    public async Task A_worker_is_given_only_what_it_can_run_by_id_and_version()
    {
        var newer = await QueueAsync(Plan(request: "newer").InVersion("2"));
        var more = await QueueAsync(Plan(request: "more", strategies: 4));
        await TickAsync();
        var older = await QueueAsync(Plan(request: "older"));

        (await ClaimAsync(Old))!.Key.Should().Be(older);
        (await ClaimAsync(Old)).Should().BeNull();
        (await FindAsync(newer)).Status.Should().Be(ScanStatus.Queued);
        (await FindAsync(more)).Status.Should().Be(ScanStatus.Queued);
        (await ClaimAsync(New))!.Key.Should().Be(newer);
        (await ClaimAsync())!.Key.Should().Be(more, "a worker that names nothing runs whatever is planned");
    }

    [Fact, Trait("Incident", "E6")]
    public async Task Any_version_text_is_told_apart_from_any_other()
    {
        string[] versions = ["2", "2 ", "2:1", "2 strategy-1:2", "ü", "2%20", "%", "2\u00a0beta"];
        var keys = new Dictionary<string, ScanKey>(StringComparer.Ordinal);
        foreach (var version in versions) keys[version] = await QueueAsync(Plan(request: version).InVersion(version));

        foreach (var version in versions.Reverse())
        {
            (await ClaimAsync(Set(version)))!.Key.Should().Be(keys[version]);
            (await ClaimAsync(Set(version))).Should().BeNull();
        }
    }

    [Fact, Trait("Incident", "E6")]
    public async Task What_nobody_can_run_is_claimed_by_anybody_once_it_has_waited_for_too_long_in_order_to_be_ended()
    {
        var plan = Plan().InVersion("2") with { QueueTimeout = Fixture.ShortLease };
        await QueueAsync(plan);
        await LapseAsync();

        var claimed = (await ClaimAsync(Old))!;

        claimed.Key.Should().Be(plan.Key);
        claimed.Claimed.IsRunnable.Should().BeFalse();
        ScanMachine.EndOnClaim(claimed.Claimed.State, claimed.Claimed.Now, claimed.Claimed.IsRunnable).Should().Be(EndCause.NotRunnable);
        (await claimed.EndAsync(EndCause.NotRunnable, StrategyStatus.Skipped)).Status.Should().Be(CommitStatus.Accepted);
        var end = await FindAsync(plan.Key);
        (end.Status, end.State.EndCause).Should().Be((ScanStatus.TimedOut, EndCause.NotRunnable));
    }

    [Fact]
    public async Task A_busy_worker_is_given_nothing_and_counts_as_there()
    {
        var plan = Plan().InVersion("2") with { QueueTimeout = Fixture.ShortLease };
        await QueueAsync(plan);
        (await Another.ClaimAsync(Claims.New("busy", Fixture.LongLease) with { Runnable = New, IsBusy = true }, default)).Should().BeNull();
        await LapseAsync();

        var claimed = (await ClaimAsync(Old))!.Claimed;

        ScanMachine.EndOnClaim(claimed.State, claimed.Now, claimed.IsRunnable).Should().Be(EndCause.QueueTimedOut);
    }

    [Fact, Trait("Incident", "E6")]
    public async Task A_lapsed_scan_is_taken_over_by_a_worker_that_can_run_it()
    {
        var lapsed = await RunAsync(Plan().InVersion("2"), Fixture.ShortLease);
        await lapsed.EmitAsync(0, 2);
        await Store.RenewAsync(lapsed.Key, lapsed.Run, Fixture.ShortLease, default);
        await LapseAsync();

        (await ClaimAsync(Old)).Should().BeNull();
        (await FindAsync(lapsed.Key)).State.Attempt.Should().Be(1);
        var second = (await ClaimAsync(New))!;

        second.Key.Should().Be(lapsed.Key);
        second.Claimed.State.Lapses.Should().Be(1);
        second.Found.Should().HaveCount(2);
        (await ClaimAsync(New)).Should().BeNull();
    }

    [Fact, Trait("Incident", "E6")]
    public async Task A_worker_that_comes_back_before_anybody_could_take_over_goes_on()
    {
        var slow = await RunAsync(Plan().InVersion("2"), Fixture.ShortLease);
        await LapseAsync();
        (await ClaimAsync(Old)).Should().BeNull();

        (await slow.EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Accepted);

        (await ClaimAsync(New)).Should().BeNull("it is leased again");
        (await slow.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
        (await ClaimAsync(New)).Should().BeNull();
    }

    [Fact, Trait("Incident", "E6")]
    public async Task What_is_given_back_waits_for_a_worker_that_can_run_it_and_ends_by_anybody_once_it_is_asked_to_stop()
    {
        await using var one = await Store.WatchWorkAsync(static _ => { }, default);
        await using var two = await Another.WatchWorkAsync(static _ => { }, default);
        var first = await RunAsync(Plan().InVersion("2"));
        await Store.ReleaseAsync(first.Key, first.Run, default);
        (await ClaimAsync(Old)).Should().BeNull();
        var second = (await ClaimAsync(New))!;
        await Another.ReleaseAsync(second.Key, second.Run, default);

        await Store.CancelAsync(second.Key, default);
        var last = (await ClaimAsync(Old))!;

        last.Attempt.Should().Be(3);
        ScanMachine.EndOnClaim(last.Claimed.State, last.Claimed.Now, last.Claimed.IsRunnable).Should().Be(EndCause.CancelRequested);
    }

    [Fact, Trait("Incident", "E14")]
    public async Task An_owner_who_queues_many_lets_another_owners_only_scan_wait_for_one_of_them()
    {
        for (var i = 0; i < 12; i++) await QueueAsync(Plan(owner: "ann", request: $"request {i}"));
        await TickAsync();
        var only = await QueueAsync(Plan(owner: "bob"));

        ScanKey[] first = [(await ClaimAsync())!.Key, (await ClaimAsync())!.Key];

        first.Should().Contain(only);
    }

    [Fact, Trait("Incident", "E14")]
    public async Task Owners_who_queue_many_have_turns_whenever_they_come()
    {
        for (var i = 0; i < 6; i++) await QueueAsync(Plan(owner: "ann", request: $"request {i}"));
        (await ClaimAsync())!.Key.Owner.Value.Should().Be("ann");
        (await ClaimAsync())!.Key.Owner.Value.Should().Be("ann");
        await TickAsync();
        for (var i = 0; i < 3; i++) await QueueAsync(Plan(owner: "bob", request: $"request {i}"));
        for (var i = 0; i < 3; i++) await QueueAsync(Plan(owner: "cid", request: $"request {i}"));

        var turns = new List<string>();
        for (var i = 0; i < 9; i++) turns.Add((await ClaimAsync())!.Key.Owner.Value);

        // A store that is spread over several places may be a round late in telling all of them how far the turns are.
        foreach (var served in (int[])[5, 6])
        {
            var most = turns.Take(served).CountBy(static owner => owner).Max(static owner => owner.Value);
            most.Should().BeLessThanOrEqualTo(3, "nobody has more than one turn more than the share: {0}", string.Join(' ', turns));
            turns.Take(served).Distinct(StringComparer.Ordinal).Should().HaveCount(3, "nobody waits until another one has had all turns: {0}", string.Join(' ', turns));
        }
    }

    [Fact]
    public async Task The_scans_of_one_owner_are_claimed_in_their_order()
    {
        var keys = new List<ScanKey>();
        for (var i = 0; i < 5; i++) keys.Add(await QueueAsync(Plan(request: $"request {i}").InVersion(i % 2 == 0 ? "1" : "2")));

        foreach (var i in (int[])[0, 2, 4]) (await ClaimAsync(Old))!.Key.Should().Be(keys[i]);
        foreach (var i in (int[])[1, 3]) (await ClaimAsync(New))!.Key.Should().Be(keys[i]);
    }

    private static StrategySet Set(string version) => new(Enumerable.Range(0, 3).Select(i => (Sample.Strategy(i), version)));

    private async Task<SampleRunner?> ClaimAsync(StrategySet runnable)
    {
        var claimed = await Another.ClaimAsync(Claims.New("worker-2", Fixture.LongLease) with { Runnable = runnable }, default);
        return claimed is null ? null : new SampleRunner(Another, claimed, Fixture.LongLease);
    }
}
