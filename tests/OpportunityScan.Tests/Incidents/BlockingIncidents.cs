using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Incidents;

/// <summary>Nothing else may run beside these: they take the thread pool of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TakenPool
{
    internal const string Name = "taken pool";
}

/// <summary>Strategies that block threads. The clock is the real one: what is late here is late for a thread to be had.</summary>
[Collection(TakenPool.Name)]
[Trait("Incident", "E9")]
public sealed class BlockingIncidents : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>Half a second on a machine that is not busy, and some for one that is: it was a minute.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(2);

    private readonly ManualResetEventSlim _over = new();
    private int _begunTooLate;

    public void Dispose() => _over.Set();

    [Theory]
    [InlineData("at once")]
    [InlineData("after an await")]
    [InlineData("on the thread pool")]
    public async Task The_deadline_holds_for_any_number_of_scans_whose_strategies_all_block(string when)
    {
        const int Scans = 8;
        await using var services = Services(o => (o.MaxConcurrentScans, o.MaxConcurrentStrategies) = (Scans, 14), 14, when);
        await services.GetRequiredService<IScanWorker>().StartAsync();
        var scans = services.GetRequiredService<IScanCoordinator>();
        var tickets = new List<ScanTicket>();
        for (var i = 0; i < Scans; i++) tickets.Add(await scans.StartAsync(new ScanRequest(new OwnerId("desk-" + i))));

        var ends = OnThreadOfItsOwn(() => tickets.ConvertAll(t => EndOf(services, t.Key)));
        var all = await ends;
        _over.Set();

        all.Should().OnlyContain(static s => s.Status == ScanStatus.TimedOut && s.State.Attempt == 1);
        all.Max(static s => s.State.EndedAt - s.State.DeadlineAt).Should().BeLessThan(Late);
        _begunTooLate.Should().Be(0, "no strategy is begun that is already told to stop");
    }

    [Fact]
    public async Task The_thread_pool_is_left_to_the_host_and_other_scans_go_on()
    {
        await using var services = Services(static o => o.MaxConcurrentScans = 4, 30, "after an await", Sample.Finds("innocent", Sample.Opportunity("ONE")));
        await services.GetRequiredService<IScanWorker>().StartAsync();
        var scans = services.GetRequiredService<IScanCoordinator>();
        await scans.StartAsync(new ScanRequest(Sample.Owner) { Strategies = [.. Enumerable.Range(0, 30).Select(static i => new StrategyId("b" + i))] });

        var innocent = await scans.StartAsync(new ScanRequest(Sample.OtherOwner) { Strategies = [new StrategyId("innocent")] });
        var end = await OnThreadOfItsOwn(() => EndOf(services, innocent.Key));
        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(static _ => Task.Run(static () => { })));

        end.Status.Should().Be(ScanStatus.Completed);
        TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(Deadline, "the pool has its threads");
        _over.Set();
    }

    [Fact]
    public async Task No_lease_reaches_further_than_the_deadline_and_the_grace()
    {
        await using var world = new ScanHarness(); // whose leases are of ten minutes
        var strategy = new GatedStrategy("a") { IgnoresCancellation = true };
        var process = await world.StartAsync(o => o.Deadline = TimeSpan.FromSeconds(100), strategy);
        var ticket = await process.StartScanAsync();
        strategy.Emit(Sample.Opportunity("ONE"));
        var committed = (await process.SeenAsync(ticket.Key, static s => s.Progress.Found == 1)).State;
        committed.DueAt.Should().Be(committed.DeadlineAt + TimeSpan.FromSeconds(2));

        var answer = new TaskCompletionSource();
        world.Store.Hang = answer.Task; // the end is not recorded
        var taken = await Limit.UntilAsync(
            () =>
            {
                world.Clock.Advance(TimeSpan.FromSeconds(1));
                return process.ReadAsync(ticket.Key);
            },
            static s => s.State.Attempt == 2);

        taken.State.DeadlineAt.Should().Be(committed.DeadlineAt, "whoever comes next takes it over, to end it");
        answer.SetResult();
        strategy.Finish();
    }

    private ServiceProvider Services(Action<OpportunityScanOptions> configure, int blocking, string when, params IStrategy[] others)
    {
        var builder = new ServiceCollection().AddOpportunityScanning(o =>
        {
            o.Deadline = Deadline;
            configure(o);
        });
        for (var i = 0; i < blocking; i++) builder.AddStrategy(Sample.Strategy("b" + i, (_, token) => BlockAsync(when, token)));
        foreach (var other in others) builder.AddStrategy(other);
        return builder.Services.BuildServiceProvider();
    }

    private async IAsyncEnumerable<Opportunity> BlockAsync(string when, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) Interlocked.Increment(ref _begunTooLate);
        if (when is "after an await") await Task.Yield();
        if (when is "on the thread pool") await Task.Run(static () => { }, CancellationToken.None).ConfigureAwait(false);
        _over.Wait(TimeSpan.FromMinutes(1), CancellationToken.None);
        yield break;
    }

    /// <summary>Polls as a caller does that has threads of its own.</summary>
    private static ScanSnapshot EndOf(ServiceProvider services, ScanKey key)
    {
        using var limit = Limit.Source();
        var scans = services.GetRequiredService<IScanCoordinator>();
        while (true)
        {
            var found = scans.FindAsync(ScanQuery.ById(key), limit.Token).AsTask();
            found.IsCompleted.Should().BeTrue("a read in memory waits for nothing");
#pragma warning disable VSTHRD002 // It is complete.
            if (found.Result.Snapshot is { IsTerminal: true } end) return end;
#pragma warning restore VSTHRD002
            limit.Token.ThrowIfCancellationRequested();
            limit.Token.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(20));
        }
    }

    private static Task<T> OnThreadOfItsOwn<T>(Func<T> act) =>
        Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
