using OpportunityScan.Redis.Tests.Servers;

namespace ScanConsole.Tests.Processes;

public sealed class RedisProcessTests
{
    [Fact]
    public async Task A_worker_that_is_killed_is_replaced_by_another_and_the_submitter_sees_the_scan_completed()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        await using var redis = await RedisProcess.StartAsync();
        using var submitter = ConsoleProcess.Start("--submit", "--redis", redis.Endpoint);
        await submitter.OutputAsync("14 strategies.");

        // At 10 s a symbol it would take minutes.
        using var first = ConsoleProcess.Start("--worker", "--redis", redis.Endpoint, "--latency", "10s");
        await first.ErrorAsync("claimed as attempt 1");
        await first.KillAsync();
        using var second = ConsoleProcess.Start("--worker", "--redis", redis.Endpoint, "--latency", "0s");
        await second.ErrorAsync("claimed as attempt 2");

        var (exitCode, output, error) = await submitter.EndAsync();
        (exitCode, error).Should().Be((0, ""));
        output.Should().Contain("14 of 14 strategies ran to their end");
        await second.InterruptAsync();
        (await second.EndAsync()).ExitCode.Should().Be(0);
    }

    [Theory]
    [InlineData("--worker")]
    [InlineData("--submit")]
    public async Task Redis_that_cannot_be_reached_is_told_in_one_line(string role)
    {
        var (exitCode, output, error) = await ConsoleProcess.RunAsync(role, "--redis", "127.0.0.1:1");

        (exitCode, output).Should().Be((3, ""));
        error.Should().Be("error: Redis at 127.0.0.1:1 cannot be reached.\n");
    }
}
