using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>What the suites have in common. A test class of a store derives from each suite and supplies a fixture.</summary>
public abstract class StoreSuite : IAsyncLifetime
{
    /// <summary>More unfinished scans than any test makes.</summary>
    protected const int NoLimit = 1_000;

    /// <summary>The fixture of this test.</summary>
    protected StoreFixture Fixture { get; private set; } = null!;

    /// <summary>The store.</summary>
    protected IScanStore Store => Fixture.Store;

    /// <summary>The same data as another process sees them.</summary>
    protected IScanStore Another => Fixture.Another;

    /// <inheritdoc />
    public async Task InitializeAsync() => Fixture = await CreateFixtureAsync();

    /// <inheritdoc />
    public async Task DisposeAsync() => await Fixture.DisposeAsync();

    /// <summary>A fixture with an empty store.</summary>
    protected abstract ValueTask<StoreFixture> CreateFixtureAsync();

    /// <summary>A plan of three strategies that outlives the test.</summary>
    protected ScanPlan Plan(string owner = "ann", string request = "a", string? id = null, int strategies = 3) =>
        Sample.Plan(owner, request, id, strategies) with { Retention = Fixture.LongRetention, TombstoneRetention = Fixture.LongRetention };

    /// <summary>A plan whose retention, and whose tombstone's, a test can wait out.</summary>
    protected ScanPlan ShortPlan(string owner = "ann", string request = "a", string? id = null) =>
        Plan(owner, request, id) with { Retention = Fixture.ShortRetention };

    protected async Task<CreateReply> CreateAsync(ScanPlan plan, StartMode mode = default, int maxActive = NoLimit, ScanClaim? claim = null) =>
        await Store.CreateAsync(new CreateScan { Plan = plan, Mode = mode, MaxActivePerOwner = maxActive, Claim = claim }, default);

    /// <summary>Stores a scan that waits for a worker.</summary>
    protected async Task<ScanKey> QueueAsync(ScanPlan plan)
    {
        (await CreateAsync(plan, StartMode.New)).Status.Should().Be(CreateStatus.Created);
        return plan.Key;
    }

    /// <summary>Stores a scan and claims it in the same step.</summary>
    protected async Task<SampleRunner> RunAsync(ScanPlan plan, TimeSpan? lease = null)
    {
        var reply = await CreateAsync(plan, StartMode.New, claim: Claims.New("worker-1", lease ?? Fixture.LongLease));
        reply.Claim.Should().NotBeNull();
        return new SampleRunner(Store, reply.Claim!, Fixture.LongLease);
    }

    /// <summary>Claims what is due, in another process.</summary>
    protected async Task<SampleRunner?> ClaimAsync(string worker = "worker-2")
    {
        var claimed = await Another.ClaimAsync(Claims.New(worker, Fixture.LongLease), default);
        return claimed is null ? null : new SampleRunner(Another, claimed, Fixture.LongLease);
    }

    /// <summary>Stores a scan and runs it to its end.</summary>
    protected async Task<ScanSnapshot> CompleteAsync(ScanPlan plan, int found = 3)
    {
        await EndAsync(plan, found);
        return await FindAsync(plan.Key);
    }

    /// <summary>As above, without a look at it: on a slow machine a short retention may be over by then.</summary>
    protected async Task EndAsync(ScanPlan plan, int found = 3)
    {
        var runner = await RunAsync(plan);
        (await runner.EmitAsync(0, found)).Status.Should().Be(CommitStatus.Accepted);
        (await runner.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
    }

    /// <summary>The scan as another process sees it; it must be there.</summary>
    protected async Task<ScanSnapshot> FindAsync(ScanKey key)
    {
        var snapshot = await Another.FindAsync(key, default);
        snapshot.Should().NotBeNull();
        return snapshot!;
    }

    protected async Task<StoredResults?> ReadAsync(ScanKey key, int offset = 0, int count = int.MaxValue) =>
        await Another.ReadResultsAsync(key, offset, count, default);

    protected async Task<List<ScanSummary>> ListAsync(OwnerId owner)
    {
        var all = new List<ScanSummary>();
        await foreach (var summary in Another.ListAsync(owner, default)) all.Add(summary);
        return all;
    }

    protected Task TickAsync() => Fixture.AdvanceAsync(Fixture.Tick);

    /// <summary>Waits for a lease of <see cref="StoreFixture.ShortLease"/> to lapse.</summary>
    protected Task LapseAsync() => Fixture.AdvanceAsync(Fixture.ShortLease + Fixture.Tick);

    /// <summary>Runs <paramref name="act"/> many times at once, alternately in both processes.</summary>
    protected Task<T[]> AtOnceAsync<T>(int times, Func<int, IScanStore, Task<T>> act)
    {
        ArgumentNullException.ThrowIfNull(act);
        return Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(() => act(i, i % 2 == 0 ? Store : Another))));
    }
}
