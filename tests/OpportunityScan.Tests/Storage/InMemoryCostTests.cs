using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Storage;
using OpportunityScan.Storage.InMemory;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Tests.Storage;

public sealed class InMemoryCostTests : InMemoryStoreTest
{
    [Fact]
    public async Task Status_reads_allocate_nothing()
    {
        var running = await RunAsync(Sample.Plan(request: "running"));
        await running.EmitAsync(0, 100);
        var ended = await CompleteAsync(Sample.Plan(request: "ended"));
        var missing = Sample.Plan().Key;
        var (hits, allocated) = (0, long.MaxValue);

        // The first round compiles, and makes every lazy thing.
        for (var round = 0; round < 2; round++)
        {
            hits = 0;
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                hits += await Store.FindAsync(running.Key, default) is null ? 0 : 1;
                hits += await Store.FindAsync(ended, default) is null ? 0 : 1;
                hits += await Store.FindAsync(missing, default) is null ? 0 : 1;
                hits += await Store.FindByRequestAsync(ended.Owner, running.Claimed.State.Plan.Fingerprint, default) is null ? 0 : 1;
                hits += await Store.FindLatestAsync(ended.Owner, default) is null ? 0 : 1;
                hits += await Store.IsExpiredAsync(missing, default) ? 1 : 0;
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        hits.Should().Be(4_000);
        allocated.Should().Be(0);
    }

    [Fact]
    public async Task Reading_an_unfinished_scan_needs_no_look_at_the_clock()
    {
        var clock = new CountingClock();
        var store = new InMemoryScanStore(new InMemoryStoreOptions(), clock);
        var plan = Sample.Plan();
        await store.CreateAsync(new CreateScan { Plan = plan, MaxActivePerOwner = 1 }, default);
        var before = clock.Looks;

        await store.FindAsync(plan.Key, default);
        await store.FindLatestAsync(plan.Key.Owner, default);
        await store.FindByRequestAsync(plan.Key.Owner, plan.Fingerprint, default);

        clock.Looks.Should().Be(before);
    }

    [Fact]
    public async Task A_commit_costs_the_same_however_much_was_found_before()
    {
        var runner = await RunAsync(Sample.Plan(strategies: 14));
        var sequence = 0;
        await SendAsync(200, []); // compiled
        var early = await SendAsync(1_000, []);
        await SendAsync(1, Sample.Opportunities(0, 0, 100_000));
        await SendAsync(20_000, []);
        var late = await SendAsync(1_000, []);

        late.Should().BeLessThan(2 * early);

        async Task<long> SendAsync(int commits, ImmutableArray<Opportunity> found)
        {
            var total = 0L;
            for (var i = 0; i < commits; i++)
            {
                var commit = runner.Next() with { Sequence = ++sequence, Chunks = [Sample.Chunk(0, found)] };
                var before = GC.GetAllocatedBytesForCurrentThread();
                var reply = await Store.CommitAsync(commit, default);
                total += GC.GetAllocatedBytesForCurrentThread() - before;
                reply.Status.Should().Be(CommitStatus.Accepted);
            }

            return total;
        }
    }

    private sealed class CountingClock : TimeProvider
    {
        private readonly FakeTimeProvider _clock = new();

        internal int Looks { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            Looks++;
            return _clock.GetUtcNow();
        }
    }
}
