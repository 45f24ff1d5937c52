using OpportunityScan.Storage;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

/// <summary>An answer that is lost, and an outage that everybody saw, are no death of a worker.</summary>
public sealed class LostAnswerTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    [Theory, InlineData(false), InlineData(true)]
    [Trait("Incident", "E8")]
    public async Task A_start_whose_answer_is_lost_runs_at_once_in_its_first_attempt(bool isCanceled)
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(static o => (o.MaxAttempts, o.LeaseDuration) = (1, Lease), strategy);
        using var leaving = new CancellationTokenSource();
        CreateReply stored = default;
        world.Store.OnCreate = async create =>
        {
            world.Store.OnCreate = null;
            stored = await create();
            if (isCanceled) await leaving.CancelAsync();
            throw isCanceled ? new OperationCanceledException(leaving.Token) : FaultyScanStore.Unavailable();
        };

        var start = async () => await Limit.Within(process.Scans.StartAsync(Sample.Request, leaving.Token).AsTask());
        if (isCanceled) await start.Should().ThrowAsync<OperationCanceledException>();
        else await start.Should().ThrowAsync<ScanStoreUnavailableException>();
        await Limit.Within(strategy.RunAsync()); // without any move of the clock
        strategy.Emit(Sample.Opportunity("FOUND")).Finish();
        var end = await process.EndOfAsync(stored.Snapshot!.Key);

        (end.Status, end.State.Attempt, end.State.Lapses, end.Progress.Found).Should().Be((ScanStatus.Completed, 1, 0, 1));
        process.Worker.RunningScans.Should().Be(0);
    }

    [Fact]
    [Trait("Incident", "E8")]
    public async Task A_canceled_token_starts_nothing()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();

        var start = async () => await Limit.Within(process.Scans.StartAsync(Sample.Request, canceled.Token).AsTask());

        await start.Should().ThrowAsync<OperationCanceledException>();
        world.Memory.Count().Unfinished.Should().Be(0);
    }

    [Fact]
    [Trait("Incident", "E8")]
    public async Task A_claim_whose_answer_is_lost_is_asked_for_again()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var starter = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        var ticket = await starter.StartScanAsync();
        var lost = false;
        world.Store.OnClaim = async claim =>
        {
            world.Store.OnClaim = null;
            lost = await claim() is not null;
            throw FaultyScanStore.Unavailable();
        };
        await world.StartAsync(o => o.LeaseDuration = TimeSpan.FromMinutes(10), strategy);
        (await world.AdvanceUntilAsync(strategy.RunAsync(), Step)).Attempt.Should().Be(1);
        strategy.Finish();

        (await starter.EndOfAsync(ticket.Key)).State.Should().BeEquivalentTo(new { Attempt = 1, Lapses = 0, Status = ScanStatus.Completed });
        lost.Should().BeTrue();
    }

    [Fact]
    [Trait("Incident", "E8")]
    public async Task Outages_longer_than_the_lease_that_everybody_saw_count_no_death()
    {
        await using var world = new ScanHarness();
        var (strategy, other) = (new GatedStrategy("a"), new GatedStrategy("a"));
        var runner = await world.StartAsync(Options, strategy);
        var idle = await world.StartAsync(Options, other);
        var ticket = await runner.StartScanAsync();
        await strategy.RunAsync();
        await runner.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        for (var outage = 0; outage < 6; outage++)
        {
            world.Store.RefusedClaims.Clear();
            world.Store.IsDown = true;
            world.Clock.Advance(3 * Lease);
            await Limit.UntilAsync(() => IsRefused(world, runner) && IsRefused(world, idle));
            world.Store.IsDown = false;
            world.Clock.Advance(Lease / 3); // both ask for work; the runner renews
            await Limit.UntilAsync(() => runner.ReadAsync(ticket.Key), s => s.State.DueAt > world.Now);
        }

        strategy.Emit(Sample.Opportunity("FOUND")).Finish();
        var end = await idle.EndOfAsync(ticket.Key);

        (end.Status, end.State.Attempt, end.State.Lapses, end.Progress.Found).Should().Be((ScanStatus.Completed, 1, 0, 1));

        static bool IsRefused(ScanHarness world, ScanProcess process) => world.Store.RefusedClaims.Contains(process.Worker.Name, StringComparer.Ordinal);

        static void Options(OpportunityScanOptions o) => (o.LeaseDuration, o.Deadline, o.Retention) = (Lease, TimeSpan.FromHours(1), TimeSpan.FromHours(2));
    }
}
