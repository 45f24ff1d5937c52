using OpportunityScan.Storage;
using OpportunityScan.Storage.InMemory;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Tests.Storage;

[Trait("Incident", "D10")]
public sealed class InMemoryBoundsTests : InMemoryStoreTest
{
    [Fact]
    public async Task Beyond_the_bound_the_terminal_scans_that_ended_first_expire_early()
    {
        Use(new InMemoryStoreOptions { MaxRetainedScans = 3 });
        var keys = new List<ScanKey>();
        for (var i = 0; i < 5; i++) keys.Add(await CompleteAsync(Sample.Plan(request: $"request {i}")));

        foreach (var key in keys.Take(2))
        {
            (await Store.FindAsync(key, default)).Should().BeNull();
            (await Store.ReadResultsAsync(key, 0, 1, default)).Should().BeNull();
            (await Store.IsExpiredAsync(key, default)).Should().BeTrue();
        }

        foreach (var key in keys.Skip(2)) (await Store.FindAsync(key, default)).Should().NotBeNull();
        (await Store.FindByRequestAsync(keys[0].Owner, Sample.Fingerprint("ann", "request 0"), default)).Should().BeNull();
        (await Store.ListAsync(keys[0].Owner, default).CountAsync()).Should().Be(3);
        Store.Count().Terminal.Should().Be(3);
    }

    [Fact]
    public async Task The_scan_that_has_just_ended_is_kept_however_soon_it_expires()
    {
        Use(new InMemoryStoreOptions { MaxRetainedScans = 1 });
        await CompleteAsync(Sample.Plan());
        Fixture.Clock.Advance(Fixture.Tick);

        var key = await CompleteAsync(Sample.Plan() with { Retention = TimeSpan.FromMinutes(1) });

        (await Store.FindAsync(key, default)).Should().NotBeNull();
    }

    [Fact]
    public async Task Unfinished_scans_are_never_evicted()
    {
        Use(new InMemoryStoreOptions { MaxRetainedScans = 1 });
        var queued = (await CreateAsync(Sample.Plan(request: "queued"))).Snapshot!.Key;
        var running = (await RunAsync(Sample.Plan(request: "running"))).Key;

        for (var i = 0; i < 20; i++) await CompleteAsync(Sample.Plan());

        (await Store.FindAsync(queued, default)).Should().NotBeNull();
        (await Store.FindAsync(running, default)).Should().NotBeNull();
        Store.Count().Should().Be((2, 1, 1, 19, 0));
    }

    [Fact]
    public async Task Tombstones_are_bounded_and_the_oldest_go_first()
    {
        Use(new InMemoryStoreOptions { MaxRetainedScans = 1, MaxTombstones = 2 });
        var keys = new List<ScanKey>();
        for (var i = 0; i < 5; i++)
        {
            keys.Add(await CompleteAsync(Sample.Plan()));
            Fixture.Clock.Advance(Fixture.Tick);
        }

        var expired = new List<bool>();
        foreach (var key in keys) expired.Add(await Store.IsExpiredAsync(key, default));

        expired.Should().Equal(false, false, true, true, false);
        Store.Count().Tombstones.Should().Be(2);
    }

    [Fact]
    public async Task What_expired_at_once_is_cleared_away_a_little_with_every_write()
    {
        for (var i = 0; i < 100; i++) await CompleteAsync(Sample.Plan() with { TombstoneRetention = TimeSpan.FromMinutes(1) });
        Fixture.Clock.Advance(TimeSpan.FromHours(1));

        (await CreateAsync(Sample.Plan())).Status.Should().Be(CreateStatus.Created);
        Store.Count().Terminal.Should().BeInRange(90, 99, "a write clears a few only");

        for (var i = 0; i < 50; i++) await CreateAsync(Sample.Plan());
        Store.Count().Should().Be((51, 0, 51, 100, 0));

        Fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 50; i++) await CreateAsync(Sample.Plan());
        Store.Count().Tombstones.Should().Be(0);
    }

    [Fact]
    public async Task Renewals_and_commits_leave_nothing_behind()
    {
        var runner = await RunAsync(Sample.Plan());

        for (var i = 0; i < 1_000; i++)
        {
            Fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await Store.RenewAsync(runner.Key, runner.Run, TimeSpan.FromMinutes(1 + (i % 2)), default);
            await runner.StartAsync(0);
            (await Store.ClaimAsync(Claims.New("worker-2", Fixture.LongLease), default)).Should().BeNull();
        }

        Store.Count().Unfinished.Should().Be(1);
    }

    [Theory, InlineData(0, 1, 1), InlineData(1, -1, 1), InlineData(1, 1, 0)]
    public void A_bound_below_its_range_is_refused(int retained, int tombstones, int queued)
    {
        var options = new InMemoryStoreOptions { MaxRetainedScans = retained, MaxTombstones = tombstones, MaxQueuedScans = queued };

        var create = () => new InMemoryScanStore(options, TimeProvider.System);

        create.Should().Throw<ArgumentException>().WithParameterName("options");
    }
}
