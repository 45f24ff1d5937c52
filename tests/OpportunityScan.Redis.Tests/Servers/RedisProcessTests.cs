using System.Net;
using System.Net.Sockets;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>Servers of tests keep out of each other's way, and of everybody else's.</summary>
public sealed class RedisProcessTests
{
    [Fact]
    public async Task Where_another_redis_was_quicker_the_server_starts_on_another_port()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        await using var quicker = await RedisProcess.StartAsync();
        await quicker.ExecuteAsync("SET", "whose", "theirs");
        var ports = new Queue<int>([quicker.Port, quicker.Port, LoopbackPort.Free(), LoopbackPort.Free(), LoopbackPort.Free()]);

        await using var server = await RedisProcess.StartProgramAsync(RedisProcess.Redis, ports.Dequeue);

        server.Port.Should().NotBe(quicker.Port);
        (await server.ExecuteAsync("GET", "whose")).IsNull.Should().BeTrue();
    }

    [Fact]
    public async Task Where_something_else_was_quicker_the_server_starts_on_another_port()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        using var quicker = new TcpListener(IPAddress.Loopback, 0);
        quicker.Start();
        var taken = ((IPEndPoint)quicker.LocalEndpoint).Port;
        var ports = new Queue<int>([taken, LoopbackPort.Free(), LoopbackPort.Free(), LoopbackPort.Free(), LoopbackPort.Free()]);

        await using var server = await RedisProcess.StartProgramAsync(RedisProcess.Redis, ports.Dequeue);

        server.Port.Should().NotBe(taken);
    }

    [Fact]
    public async Task Where_the_port_is_given_the_server_waits_for_it()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        var first = await RedisProcess.StartAsync();
        await first.ExecuteAsync("SET", "whose", "theirs");
        await using var second = RedisProcess.Prepare(RedisProcess.Redis, first.Port);

        var starting = second.RunAsync();
        await first.DisposeAsync();
        await starting;

        (await second.ExecuteAsync("GET", "whose")).IsNull.Should().BeTrue();
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);

        await FluentActions.Awaiting(() => RedisProcess.StartAsync("--no-such-setting", "1")).Should().ThrowAsync<InvalidOperationException>()
            .WithMessage("redis-server does not start: *no-such-setting*");
    }

    [Fact]
    public async Task What_a_server_kept_on_disk_is_there_after_a_crash_and_is_cleared_away_in_the_end()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        await using var server = await RedisProcess.StartAsync("--appendonly", "yes", "--appendfsync", "always");
        await server.ExecuteAsync("SET", "kept", "yes");
        var directory = ((string[])(await server.ExecuteAsync("CONFIG", "GET", "dir"))!)[1];

        await server.CrashAsync();
        await server.RunAsync();
        (await server.ExecuteAsync("GET", "kept")).ToString().Should().Be("yes");
        await server.DisposeAsync();

        Directory.Exists(directory).Should().BeFalse();
    }
}
