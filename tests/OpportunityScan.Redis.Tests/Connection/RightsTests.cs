using System.Reflection;
using System.Text.RegularExpressions;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Connection;

/// <summary>What the store needs of Redis is tried at start, and what is missing is named.</summary>
[Trait("Incident", "E4")]
public sealed partial class RightsTests
{
    private const string Prefix = "opportunityscan:";

    /// <summary>Rules that take something away, and what the refusal must name.</summary>
    public static TheoryData<string[], string> Missing => new()
    {
        { ["resetchannels"], "PUBLISH on the channels 'opportunityscan:*'" },
        { ["resetchannels", "~*", "+@all", "-@dangerous"], "PUBLISH on the channels 'opportunityscan:*'" },
        { ["-publish"], "the right to PUBLISH" },
        { ["-evalsha"], "the right to EVALSHA" },
        { ["-eval"], "the right to EVAL" },
        { ["-hgetall"], "the right to HGETALL" },
        { ["-time"], "the right to TIME" },
        { ["-zrangebyscore"], "the right to ZRANGEBYSCORE" },
        { ["-zadd", "-pexpire"], "the right to ZADD" },
        { ["-zadd", "-pexpire"], "the right to PEXPIRE" },
        { ["resetkeys", "~elsewhere:*"], "the keys 'opportunityscan:*'" },
        { ["resetkeys", "%R~*"], "the keys 'opportunityscan:*'" },
    };

    [Theory, MemberData(nameof(Missing))]
    public async Task A_missing_right_is_named_at_start(string[] changes, string named)
    {
        ArgumentNullException.ThrowIfNull(changes);
        await using var server = await StartAsync();
        var configuration = await LeastRights.GrantAsync(server, [Prefix], changes);

        (await FluentActions.Awaiting(() => RedisHost.StartAsync(configuration, new GatedStrategy("a"))).Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().Contain(named);
    }

    [Theory, InlineData("EVALSHA"), InlineData("EVAL"), InlineData("HGETALL"), InlineData("PUBLISH")]
    public async Task A_command_that_was_renamed_is_named_at_start(string command)
    {
        await using var server = await StartAsync("--rename-command", command, "");

        (await FluentActions.Awaiting(() => RedisHost.StartAsync(server.Endpoint, new GatedStrategy("a"))).Should().ThrowAsync<InvalidOperationException>())
            .Which.Message.Should().Contain(command);
    }

    [Fact]
    public async Task The_documented_rights_are_enough_and_nothing_is_warned_of()
    {
        await using var server = await StartAsync();
        var configuration = await LeastRights.GrantAsync(server, [Prefix]);
        var strategy = new GatedStrategy("a");
        await using var runner = await RedisHost.StartAsync(configuration, strategy);
        await using var reader = await RedisHost.StartReaderAsync(configuration, strategy);

        var ticket = await reader.StartScanAsync();
        strategy.Emit(Sample.Opportunity("IBM")).Finish();
        (await reader.EndOfAsync(ticket.Key)).Status.Should().Be(ScanStatus.Completed);

        runner.Logged.Concat(reader.Logged).Should().NotContain(static id => id > 500 && id != 503).And.NotContain([301, 307]);
    }

    [Fact]
    public async Task Without_the_right_to_subscribe_watchers_and_workers_poll_and_one_warning_says_so()
    {
        await using var server = await StartAsync();
        var configuration = await LeastRights.GrantAsync(server, [Prefix], "-subscribe");
        var strategy = new GatedStrategy("a");
        await using var runner = await RedisHost.StartAsync(configuration, strategy);
        await using var reader = await RedisHost.StartReaderAsync(configuration, strategy);

        var ticket = await reader.StartScanAsync();
        var watching = reader.EndOfAsync(ticket.Key);
        await reader.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);
        strategy.Emit(Sample.Opportunity("IBM")).Finish();
        (await watching).Progress.Found.Should().Be(1);
        var canceled = await reader.StartScanAsync();
        await reader.SeenAsync(canceled.Key, static s => s.Progress.Running == 1);
        await reader.Scans.CancelAsync(canceled.Key);
        (await reader.EndOfAsync(canceled.Key)).Status.Should().Be(ScanStatus.Canceled);

        reader.Logged.Count(static id => id is 508 or 307 or 301).Should().Be(1);
    }

    [Fact]
    public async Task A_channel_prefix_of_the_connection_keeps_messages_away_which_is_warned_of_once()
    {
        await using var server = await StartAsync();
        var strategy = new GatedStrategy("a");
        await using var runner = await RedisHost.StartAsync(server.Endpoint + ",channelPrefix=shop:", strategy);

        var ticket = await runner.StartScanAsync();
        strategy.Finish();
        (await runner.EndOfAsync(ticket.Key)).Status.Should().Be(ScanStatus.Completed);

        runner.Logged.Count(static id => id == 508).Should().Be(1);
    }

    [Fact]
    public async Task What_turns_out_to_be_missing_after_the_start_is_told_to_every_caller_and_can_be_mended()
    {
        await using var server = FragileServer.Prepare(["--user", "scans", "on", ">password", .. LeastRights.Of(Prefix), "-publish"]);
        await using var late = await RedisHost.StartReaderAsync(server.Endpoint + ",user=scans,password=password", new GatedStrategy("a"));
        await server.RunAsync();

        await late.FoundAsAsync(new ScanKey(Sample.Owner, ScanId.New()), _ => late.Logged.Contains(507));
        await late.Awaiting(l => l.StartScanAsync()).Should().ThrowAsync<ScanStoreUnavailableException>().WithMessage("*PUBLISH*");
        await server.ExecuteAsync("ACL", "SETUSER", "scans", "+publish");

        (await late.StartWhenPossibleAsync(Sample.Request)).Disposition.Should().Be(StartDisposition.Created);
    }

    [Fact]
    public void Every_command_of_a_script_is_tried_and_allowed()
    {
        var scripts = typeof(RedisScript).GetProperties(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(static p => p.GetValue(null)).OfType<RedisScript>().Where(static s => s != RedisScript.Probe);
        var called = scripts.SelectMany(static s => Called().Matches(s.Text)).Select(static m => m.Groups["command"].Value).ToHashSet(StringComparer.Ordinal);
        var tried = Tried().Matches(RedisScript.Probe.Text).Select(static m => m.Groups["command"].Value).ToHashSet(StringComparer.Ordinal);

        called.Should().HaveCountGreaterThan(15).And.BeSubsetOf(tried);
        tried.Select(static c => "+" + c.ToLowerInvariant()).Should().BeSubsetOf(LeastRights.Documented);
    }

    [GeneratedRegex(@"(?:CALL|redis\.p?call)\('(?<command>[A-Z]+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Called();

    [GeneratedRegex(@"use\('(?<command>[A-Z]+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Tried();

    private static async Task<RedisProcess> StartAsync(params string[] arguments)
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        return await RedisProcess.StartAsync(arguments);
    }
}
