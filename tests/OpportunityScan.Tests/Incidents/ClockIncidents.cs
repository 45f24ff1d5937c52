using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Storage;
using OpportunityScan.Storage.InMemory;
using OpportunityScan.StoreConformance;
using OpportunityScan.Tests.Support;
using Sample = OpportunityScan.Tests.Support.Sample;

namespace OpportunityScan.Tests.Incidents;

/// <summary>Wall clocks are moved, and differ between machines. Leases, waits and deadlines know nothing of that.</summary>
[Trait("Incident", "E12")]
public sealed class ClockIncidents
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(10);
    private readonly FakeTimeProvider _passing = new(new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero));
    private readonly SteppedTime _time;
    private readonly InMemoryScanStore _store;

    public ClockIncidents()
    {
        _time = new SteppedTime(_passing);
        _store = new InMemoryScanStore(new InMemoryStoreOptions(), _time);
    }

    [Fact]
    public async Task A_step_forward_ends_no_lease()
    {
        await CreateAsync(Worker("one"));

        _time.Ahead = TimeSpan.FromSeconds(15);

        (await _store.ClaimAsync(Worker("other"), default)).Should().BeNull("the worker lives");
        _passing.Advance(Lease);
        (await _store.ClaimAsync(Worker("other"), default)).Should().NotBeNull("now it would have renewed its lease");
    }

    [Fact]
    public async Task A_step_back_keeps_no_scan_waiting()
    {
        await CreateAsync(null);

        _time.Ahead = TimeSpan.FromSeconds(-30);

        (await _store.ClaimAsync(Worker("one"), default)).Should().NotBeNull();
    }

    [Fact]
    public async Task A_step_forward_ends_no_scan_and_makes_no_worker_take_over_its_own()
    {
        var strategy = new GatedStrategy("a");
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(_time)
            .AddOpportunityScanning(static o => o.LeaseDuration = Lease).AddStrategy(strategy).Services.BuildServiceProvider();
        await services.GetRequiredService<IScanWorker>().StartAsync();
        var scans = services.GetRequiredService<IScanCoordinator>();
        var ticket = await scans.StartAsync(Sample.Request);
        await strategy.RunAsync();

        _time.Ahead = TimeSpan.FromHours(1);
        _passing.Advance(TimeSpan.FromSeconds(1)); // a poll, at which what is due is claimed
        strategy.Finish();
        using var limit = Limit.Source();
        var end = await scans.WatchAsync(ticket.Key, 0, limit.Token).LastAsync(limit.Token);

        (end.Status, end.State.Attempt, strategy.Starts).Should().Be((ScanStatus.Completed, 1, 1));
    }

    [Fact]
    public async Task The_store_follows_a_step_once_nothing_is_under_way()
    {
        var first = (await CreateAsync(Worker("one"))).Claim!;
        _time.Ahead = TimeSpan.FromMinutes(10);
        var second = (await CreateAsync(null)).Snapshot!;
        second.State.CreatedAt.Should().Be(first.State.CreatedAt, "the first is still under way");
        await _store.CancelAsync(second.Key, default);
        await new SampleRunner(_store, first, Lease).EndAsync();

        (await CreateAsync(null)).Snapshot!.State.CreatedAt.Should().Be(_time.GetUtcNow());
    }

    [Fact]
    public async Task The_store_follows_a_step_back_only_when_it_would_upset_no_order()
    {
        var first = (await CreateAsync(null)).Snapshot!;
        await _store.CancelAsync(first.Key, default);
        _time.Ahead = TimeSpan.FromMinutes(-10);
        _passing.Advance(TimeSpan.FromSeconds(1));
        var second = (await CreateAsync(null)).Snapshot!;
        second.State.CreatedAt.Should().BeAfter(first.State.CreatedAt, "the newest scan has to be the newest");

        var empty = new InMemoryScanStore(new InMemoryStoreOptions(), _time);
        _time.Ahead = TimeSpan.FromMinutes(-20);
        (await CreateAsync(null, empty)).Snapshot!.State.CreatedAt.Should().Be(_time.GetUtcNow());
    }

    [Theory]
    [InlineData(-10)]
    [InlineData(-600)]
    [InlineData(600)]
    public async Task A_strategy_sees_the_stores_clock_whatever_its_process_thinks_what_time_it_is(int ahead)
    {
        await using var world = new ScanHarness();
        var seen = new TaskCompletionSource<(DateTimeOffset Now, DateTimeOffset DeadlineAt)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await world.ConfigureAsync(b =>
        {
            b.Services.AddSingleton<TimeProvider>(new SteppedTime(world.Clock) { Ahead = TimeSpan.FromSeconds(ahead) });
            b.AddStrategy(Sample.Strategy("a", (context, token) => ShortLived(context, seen, token)));
        });

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        var (now, deadlineAt) = await seen.Task;
        now.Should().Be(world.Now);
        deadlineAt.Should().BeOnOrBefore(end.State.DeadlineAt!.Value).And.BeAfter(now);
        (end.Progress.Found, end.Progress.Rejected).Should().Be((1, 0));
        end.Top.Single().DiscoveredAt.Should().Be(world.Now);
    }

    private static async IAsyncEnumerable<Opportunity> ShortLived(
        StrategyContext context, TaskCompletionSource<(DateTimeOffset Now, DateTimeOffset DeadlineAt)> seen, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = context.TimeProvider.GetUtcNow();
        seen.SetResult((now, context.DeadlineAt));
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        yield return Sample.Opportunity("SHORT") with { ExpiresAt = now.AddSeconds(5) };
    }

    private static ScanClaim Worker(string name) => new() { Worker = name, Lease = Lease, RunToken = RunId.NewToken() };

    private Task<CreateReply> CreateAsync(ScanClaim? claim) => CreateAsync(claim, _store);

    private static async Task<CreateReply> CreateAsync(ScanClaim? claim, InMemoryScanStore store) => await store.CreateAsync(
        new CreateScan { Plan = StoreConformance.Sample.Plan(), Mode = StartMode.New, MaxActivePerOwner = int.MaxValue, Claim = claim }, default);
}
