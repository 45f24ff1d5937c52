using OpportunityScan.Storage;
using OpportunityScan.Storage.InMemory;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Tests.Storage;

/// <summary>What the tests of the in-memory store's own promises have in common.</summary>
public abstract class InMemoryStoreTest
{
    internal InMemoryFixture Fixture { get; private set; } = new();

    internal InMemoryScanStore Store => (InMemoryScanStore)Fixture.Store;

    internal void Use(InMemoryStoreOptions options) => Fixture = new InMemoryFixture(options);

    internal async Task<CreateReply> CreateAsync(ScanPlan plan, StartMode? mode = null, bool claim = false) => await Store.CreateAsync(
        new CreateScan
        {
            Plan = plan,
            Mode = mode ?? StartMode.New,
            MaxActivePerOwner = int.MaxValue,
            Claim = claim ? Claims.New("worker-1", Fixture.LongLease) : null,
        },
        default);

    internal async Task<SampleRunner> RunAsync(ScanPlan plan) => new(Store, (await CreateAsync(plan, claim: true)).Claim!, Fixture.LongLease);

    internal async Task<ScanKey> CompleteAsync(ScanPlan plan, int found = 3)
    {
        var runner = await RunAsync(plan);
        if (found > 0) await runner.EmitAsync(0, found);
        (await runner.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
        return plan.Key;
    }
}
