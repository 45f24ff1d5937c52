using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Swarm.Worker;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>What the processes of a swarm share, and what goes wrong with it.</summary>
internal abstract class SwarmStore : IAsyncDisposable
{
    /// <summary>What a process is told to connect to.</summary>
    internal abstract string Configuration { get; }

    protected static TimeProvider Clock => TimeProvider.System;

    /// <summary>A connection of its own to the server that has the scans, as somebody who may do anything.</summary>
    internal abstract Task<ConnectionMultiplexer> ConnectAsync();

    /// <summary>Lets something go wrong until it is over; what was lost by that.</summary>
    internal abstract Task<Loss?> BreakAsync(Fault fault);

    public abstract ValueTask DisposeAsync();

    /// <summary>A loss that sends the store back. Runners renew three times a lease, once they are connected again, which they try every second.</summary>
    protected static Loss WentBack(long kept, long from, long to) =>
        new(kept, from, to) { Contested = to + Ticks((SwarmSettings.Lease / 3) + TimeSpan.FromSeconds(1)) };

    protected static long Ticks(TimeSpan span) => (long)(span.TotalSeconds * Clock.TimestampFrequency);
}

/// <summary>One Redis server, reached as it is, by a user of few rights, or by way of something that answers strangely.</summary>
internal sealed class SwarmRedis(RedisProcess redis, StrangeLink? link = null, string user = "") : SwarmStore
{
    internal override string Configuration => (link?.Endpoint ?? redis.Endpoint) + user;

    internal override Task<ConnectionMultiplexer> ConnectAsync() => redis.ConnectAsync(isAdmin: true);

    internal override async Task<Loss?> BreakAsync(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.RestartRedis:
                await RestartAsync(fault.For);
                return null;
            case FaultKind.StopRedis:
                await using (await StoppedProcess.StopAsync(await redis.ProcessIdAsync())) await Task.Delay(fault.For, Clock);
                return null;
            case FaultKind.PauseRedis:
                await redis.ExecuteAsync("CLIENT", "PAUSE", (long)fault.For.TotalMilliseconds);
                await Task.Delay(fault.For, Clock);
                return null;
            case FaultKind.AnswerStrangely:
                link!.IsStrange = true;
                await Task.Delay(fault.For, Clock);
                link.IsStrange = false;
                return null;
            case FaultKind.EmptyRedis:
                var before = Clock.GetTimestamp();
                await redis.ExecuteAsync("FLUSHALL");
                var after = Clock.GetTimestamp();
                return new Loss(null, before, after) { Contested = after + Ticks(SwarmSettings.CommandTimeout) };
            case FaultKind.RewindRedis:
                return await RewindAsync(fault.For);
            default:
                throw new InvalidOperationException($"One server cannot do that: {fault.Kind}.");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (link is not null) await link.DisposeAsync();
        await redis.DisposeAsync();
    }

    private async Task RestartAsync(TimeSpan after)
    {
        await redis.CrashAsync();
        await Task.Delay(after, Clock);
        await redis.RunAsync();
    }

    private async Task<Loss> RewindAsync(TimeSpan by)
    {
        var kept = Clock.GetTimestamp();
        await redis.ExecuteAsync("SAVE");
        await Task.Delay(by, Clock);
        var from = Clock.GetTimestamp();
        await RestartAsync(TimeSpan.Zero);
        return WentBack(kept, from, Clock.GetTimestamp());
    }
}

/// <summary>A master with a replica that a sentinel watches over.</summary>
internal sealed class SwarmSentinel(SentinelFleet fleet) : SwarmStore
{
    /// <summary>What a replica may not have yet.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromSeconds(1);

    internal override string Configuration => fleet.Configuration;

    internal override Task<ConnectionMultiplexer> ConnectAsync() => fleet.Replica.ConnectAsync();

    /// <summary>Can be done once: the servers have changed their places.</summary>
    internal override async Task<Loss?> BreakAsync(Fault fault)
    {
        if (fault.Kind != FaultKind.ReturnMaster) throw new InvalidOperationException($"A sentinel does not do that: {fault.Kind}.");
        var from = Clock.GetTimestamp();
        await fleet.Master.KillAsync();
        while (!await IsMasterAsync()) await Task.Delay(TimeSpan.FromMilliseconds(50), Clock);
        var to = Clock.GetTimestamp();
        await Task.Delay(fault.For, Clock);
        await fleet.Master.RunAsync();
        return WentBack(from - Ticks(Behind), from, to);
    }

    public override ValueTask DisposeAsync() => fleet.DisposeAsync();

    private async Task<bool> IsMasterAsync()
    {
        try
        {
            return string.Equals(((RedisResult[])(await fleet.Replica.ExecuteAsync("ROLE"))!)[0].ToString(), "master", StringComparison.Ordinal);
        }
        catch (RedisException)
        {
            return false; // it drops its clients when it changes its place
        }
    }
}
