using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Tests.Storage;

/// <summary>Measures the heap of the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HeapMeasurements
{
    public const string Name = "Heap measurements";
}

[Collection(HeapMeasurements.Name), Trait("Incident", "D10")]
public sealed class InMemoryHeapTests : InMemoryStoreTest
{
    [Fact]
    public async Task A_terminal_scan_retains_little()
    {
        const int Scans = 500;
        await KeepAsync(20);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await KeepAsync(Scans);

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Scans;
        each.Should().BeInRange(1_024, 16 * 1_024, "a scan of 14 strategies and 19 opportunities is kept with all that leads to it");
        Store.Count().Terminal.Should().Be(20 + Scans);

        async Task KeepAsync(int scans)
        {
            for (var i = 0; i < scans; i++)
            {
                var runner = await RunAsync(Sample.Plan(owner: $"owner {i % 50}", request: $"request {i}", strategies: 14));
                for (var strategy = 0; strategy < 14; strategy++)
                {
                    await runner.EmitAsync(strategy, strategy < 5 ? 2 : 1);
                    await runner.SettleAsync(strategy);
                }

                await runner.EndAsync();
            }
        }
    }

    [Fact]
    public async Task Many_owners_who_come_and_go_leave_nothing_behind()
    {
        Use(new InMemoryStoreOptions { MaxRetainedScans = 8, MaxTombstones = 8 });
        await ComeAndGoAsync(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 1; i <= 10; i++) await ComeAndGoAsync(i);

        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(2_000_000, "20,000 scans of as many owners passed through");

        async Task ComeAndGoAsync(int round)
        {
            for (var i = 0; i < 2_000; i++) await CompleteAsync(Sample.Plan(owner: $"owner {round}/{i}"));
        }
    }

    [Fact]
    public async Task What_is_not_in_the_ranking_is_not_kept_after_the_end()
    {
        var left = await RunToTheEndAsync();

        // The frames that ran it may still be on this thread's stack, and debug builds keep their locals; after a few turns they are not.
        for (var turn = 0; turn < 100 && left.TryGetTarget(out _); turn++)
        {
            await Task.Yield();
            GC.Collect();
        }

        left.TryGetTarget(out _).Should().BeFalse();
        Store.Count().Terminal.Should().Be(1);
    }

    /// <summary>In a method of its own, so that no local of the test keeps the opportunity alive.</summary>
    private async Task<WeakReference<Opportunity>> RunToTheEndAsync()
    {
        await Task.Yield();
        var runner = await RunAsync(Sample.Plan());
        var opportunity = Sample.Opportunity(0, 1);
        await Store.CommitAsync(runner.Next() with { Chunks = [Sample.Chunk(0, [opportunity])] }, default);
        var end = runner.Ending() with { Sequence = 2, End = new ScanEnd(EndCause.AllSettled, []) };
        (await Store.CommitAsync(end, default)).Status.Should().Be(CommitStatus.Accepted);
        return new WeakReference<Opportunity>(opportunity);
    }
}
