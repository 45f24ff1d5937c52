using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Tests.Support;
using StackExchange.Redis;
using Sample = OpportunityScan.StoreConformance.Sample;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>What nobody waits for any more fails in silence. Alone, because what the collector finds is told to the whole process.</summary>
[Collection(StarvedPool.Name)]
[Trait("Incident", "E7")]
public sealed class UnobservedTests
{
    [Fact]
    public async Task Calls_that_are_given_up_while_the_server_hangs_leave_no_unobserved_failure()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        var unobserved = new List<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs e)
        {
            lock (unobserved) unobserved.AddRange(e.Exception.Flatten().InnerExceptions.Where(static i => i is RedisException or TimeoutException or ScanStoreUnavailableException));
        }

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await GiveUpAsync();
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        lock (unobserved) unobserved.Should().BeEmpty();
    }

    /// <summary>In a method of its own, so that nothing here holds on to its tasks.</summary>
    private static async Task GiveUpAsync()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var link = new FaultyLink(server.Port);
        var configuration = ConfigurationOptions.Parse(link.Endpoint);
        configuration.AsyncTimeout = 300;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(configuration);
        await using var store = RedisFixture.NewStore(connection, new RedisStoreOptions());
        var key = Sample.Plan().Key;
        await store.FindAsync(key, default);
        link.Block();
        using (var source = new CancellationTokenSource())
        {
            Task[] calls =
            [
                store.FindAsync(key, source.Token).AsTask(), store.ReadResultsAsync(key, 0, 1, source.Token).AsTask(), store.CancelAsync(key, source.Token).AsTask(),
                store.WatchAsync(key, static () => { }, source.Token).AsTask(),
            ];
            await source.CancelAsync();
            foreach (var call in calls)
            {
                await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                call.IsCanceled.Should().BeTrue();
            }
        }

        // Those that nobody waits for have failed once one that was asked later has.
        await FluentActions.Awaiting(() => store.FindAsync(key, default).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>();
        await Limit.UntilAsync(() => store.Signals.Ending == 0);
        link.Open();
    }
}
