using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OpportunityScan.Tests.Support;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>Nothing else may run beside these: they take the thread pool of the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class StarvedPool
{
    internal const string Name = "starved pool";
}

/// <summary>The host keeps the thread pool busy for longer than a lease.</summary>
[Collection(StarvedPool.Name)]
public sealed class StarvationTests
{
    /// <summary>Long enough for the thread of the leases to have its turn on a busy machine.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task Leases_are_renewed_while_the_thread_pool_is_starved()
    {
        using var threads = new OwnThreads();
        await using var server = await FragileServer.StartAsync();
        var strategy = new GatedStrategy("a");
        await using var runner = await RedisHost.StartAsync(server.Endpoint, static o => o.LeaseDuration = Lease, strategy);
        var ticket = await runner.StartScanAsync();
        await runner.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        var (leastLeft, looks, served) = await OnThreadOfItsOwn(() => Starve(server.Port, 1.2 * Lease));
        strategy.Finish();
        var end = await runner.EndOfAsync(ticket.Key);

        served.Should().Be(0, "otherwise the pool was not starved");
        looks.Should().BePositive();
        leastLeft.Should().BePositive("the lease never lapsed, so that no other worker could take the scan over");
        (end.Status, end.State.Attempt).Should().Be((ScanStatus.Completed, 1));
    }

    [Theory]
    [Trait("Incident", "E9")]
    [InlineData("at once")]
    [InlineData("after an await")]
    public async Task The_deadline_holds_and_other_scans_go_on_with_two_pool_threads_and_strategies_that_block(string when)
    {
        using var over = new ManualResetEventSlim();
        await using var server = await FragileServer.StartAsync();
        await using var host = await RedisHost.StartAsync(
            server.Endpoint,
            static o => (o.Deadline, o.MaxConcurrentScans) = (TimeSpan.FromSeconds(4), 4),
            [.. Enumerable.Range(0, 14).Select(i => Sample.Strategy("b" + i, (_, _) => Block(when, over))), Sample.Finds("innocent", Sample.Opportunity("ONE"))]);
        ThreadPool.GetMaxThreads(out var workers, out var ports);
        ThreadPool.GetAvailableThreads(out var available, out _);
        ThreadPool.SetMaxThreads(workers - available + 2, ports).Should().BeTrue(); // two beside those on which the test host waits
        try
        {
            var blocked = await host.Scans.StartAsync(
                new ScanRequest(Sample.Owner) { Strategies = [.. Enumerable.Range(0, 14).Select(static i => new StrategyId("b" + i))] });
            var innocent = await host.Scans.StartAsync(new ScanRequest(Sample.OtherOwner) { Strategies = [new StrategyId("innocent")] });

            (await host.EndOfAsync(innocent.Key)).Status.Should().Be(ScanStatus.Completed);
            var end = await host.EndOfAsync(blocked.Key);

            (end.Status, end.State.Attempt).Should().Be((ScanStatus.TimedOut, 1));
            (end.State.EndedAt - end.State.DeadlineAt).Should().BeLessThan(TimeSpan.FromSeconds(2), "half a second on a machine that is not busy; it was minutes");
        }
        finally
        {
            over.Set();
            ThreadPool.SetMaxThreads(workers, ports);
        }
    }

    private static async IAsyncEnumerable<Opportunity> Block(string when, ManualResetEventSlim over)
    {
        if (when is "after an await") await Task.Yield();
        over.Wait(TimeSpan.FromMinutes(1));
        yield break;
    }

    /// <summary>What a host has to ask for with StackExchange.Redis 3; for 2 it means nothing.</summary>
    private sealed class OwnThreads : IDisposable
    {
        private const string Flag = "DedicatedThreads";

        internal OwnThreads() => ConnectionMultiplexer.SetFeatureFlag(Flag, true);

        public void Dispose() => ConnectionMultiplexer.SetFeatureFlag(Flag, false);
    }

    /// <summary>Blocks the pool for at least this long and until the lease was renewed twice, and looks meanwhile at how much of the lease was left at worst, in microseconds. Uses no pool thread itself.</summary>
    private static (long LeastLeft, int Looks, int Served) Starve(int port, TimeSpan during)
    {
        using var redis = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        redis.Connect(IPAddress.Loopback, port);
        using var over = new ManualResetEventSlim();
        using var pace = new ManualResetEventSlim();
        var (blocked, served, least, looks, renewals, before) = (0, 0, long.MaxValue, 0, 0, long.MaxValue);
        for (var i = 0; i < 1_000; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ =>
            {
                Interlocked.Increment(ref blocked);
                over.Wait();
            }, null);
        }

        ThreadPool.UnsafeQueueUserWorkItem(_ => Interlocked.Increment(ref served), null);
        var started = TimeProvider.System.GetTimestamp();
        while ((TimeProvider.System.GetElapsedTime(started) < during || renewals < 2) && least > 0)
        {
            var left = Left(redis);
            if (left > before) renewals++;
            (least, before) = (Math.Min(least, left), left);
            looks++;
            pace.Wait(TimeSpan.FromMilliseconds(50));
        }

        var seen = Volatile.Read(ref served);
        over.Set();
        while (Volatile.Read(ref blocked) < 1_000 || Volatile.Read(ref served) == 0) pace.Wait(TimeSpan.FromMilliseconds(10));
        return (least, looks, seen);
    }

    /// <summary>How long until the first scan is due.</summary>
    private static long Left(Socket redis)
    {
        const string Script = "local t=redis.call('TIME') local least=nil for p=0,15 do local d=redis.call('ZRANGE','opportunityscan:{'..p..'}:due',0,0,'WITHSCORES') "
            + "if d[2] then least=d[2]-(t[1]*1000000+t[2]) end end return string.format('%.0f',least)";
        redis.Send(Encoding.ASCII.GetBytes($"EVAL \"{Script}\" 0\r\n"));
        var buffer = new byte[256];
        var answer = Encoding.ASCII.GetString(buffer, 0, redis.Receive(buffer));
        return long.Parse(answer.Split("\r\n")[1], CultureInfo.InvariantCulture);
    }

    private static Task<T> OnThreadOfItsOwn<T>(Func<T> act) => Task.Factory.StartNew(
        act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
