using System.Text.RegularExpressions;
using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Layout;

/// <summary>What is really in Redis: names without any text of a host, and nothing that lives for ever.</summary>
public sealed partial class LayoutTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private RedisProcess _server = null!;
    private ConnectionMultiplexer _connection = null!;
    private RedisScanStore _store = null!;

    public async Task InitializeAsync()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        _server = await RedisProcess.StartAsync();
        _connection = await _server.ConnectAsync();
        _store = RedisFixture.NewStore(_connection, new RedisStoreOptions { KeyPrefix = "p:" });
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("a:b{c}*?[d]")]
    [InlineData("{0}")]
    [InlineData("due")]
    [InlineData("a b'c\"d\\e%s${f}")]
    public async Task No_text_of_the_host_is_in_a_name(string owner)
    {
        var plan = Sample.Plan(owner: owner, id: "my.own-id", request: owner);
        await using var watch = await _store.WatchAsync(plan.Key, static () => { }, default);
        await using var work = await _store.WatchWorkAsync(static _ => { }, default);
        var runner = await RunAsync(plan);
        await runner.EmitAsync(0, 3);
        await runner.EndAsync();
        await CreateAsync(Sample.Plan(owner: owner, request: owner + "b"));

        Keys().Should().OnlyContain(k => KeyName().IsMatch(k)).And.HaveCountGreaterThan(7);
        (await ChannelsAsync()).Should().OnlyContain(c => ChannelName().IsMatch(c)).And.HaveCount(2);
    }

    [Fact]
    public async Task Nothing_lives_for_ever()
    {
        var running = await RunAsync(Sample.Plan(request: "a"));
        await running.EmitAsync(0, 3);
        var ended = await RunAsync(Sample.Plan(request: "b"));
        await ended.EmitAsync(0, 3);
        await ended.EndAsync();
        var canceled = Sample.Plan(request: "c");
        await CreateAsync(canceled);
        await _store.CancelAsync(canceled.Key, default);
        await _connection.GetDatabase().KeyDeleteAsync(_store.Keys.Of(running.Key).All);
        (await _store.RestoreAsync(running.Record(), Lease, default)).Status.Should().Be(CommitStatus.Accepted);

        foreach (var key in Keys()) (await _connection.GetDatabase().KeyTimeToLiveAsync(key)).Should().NotBeNull($"{key} must have an expiry");
    }

    [Fact]
    public async Task Everything_is_gone_after_retention()
    {
        var plan = Sample.Plan() with { Retention = TimeSpan.FromMilliseconds(300), TombstoneRetention = TimeSpan.FromMilliseconds(300) };
        var runner = await RunAsync(plan);
        await runner.EmitAsync(0, 3);
        await runner.EndAsync();
        var queued = Sample.Plan(request: "b") with { Retention = plan.Retention, TombstoneRetention = plan.TombstoneRetention };
        await CreateAsync(queued);
        await _store.CancelAsync(queued.Key, default);

        var started = TimeProvider.System.GetTimestamp();
        while (Keys().Exists(static k => k.Contains(":s:", StringComparison.Ordinal) || k.Contains(":g:", StringComparison.Ordinal)) && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromMinutes(2))
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);

        Keys().Should().OnlyContain(k => k == "p:config" || k.EndsWith(":turns", StringComparison.Ordinal), "nothing of a scan is left, only of the line that it stood in");
    }

    [Fact]
    public async Task What_an_owner_keeps_of_ended_scans_does_not_pile_up()
    {
        await CreateAsync(Sample.Plan(request: "keeps the owner's keys alive"));
        for (var i = 0; i < 60; i++)
        {
            var runner = await RunAsync(Sample.Plan(request: $"request {i % 3}") with { Retention = TimeSpan.FromMilliseconds(50) });
            await runner.EndAsync();
        }

        await Task.Delay(TimeSpan.FromMilliseconds(60), TimeProvider.System);
        var last = await RunAsync(Sample.Plan());
        for (var i = 0; i < 20; i++) await CreateAsync(Sample.Plan(request: $"another {i}"));

        var keys = _store.Keys.Of(last.Key);
        (await _connection.GetDatabase().SortedSetLengthAsync(keys.Owner)).Should().Be(22);
        (await _connection.GetDatabase().HashLengthAsync(keys.Requests)).Should().Be(22 + 3, "there are three counters beside the requests");
    }

    [GeneratedRegex("^p:(config|\\{\\d+\\}:(due|waiting|turns|ready:(any|[0-9a-f]{32})|[sfgoaqr]:[0-9a-f]{32}))$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex KeyName();

    [GeneratedRegex("^p:(work|\\{\\d+\\}:c:[0-9a-f]{32})$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex ChannelName();

    private List<string> Keys() => [.. _connection.GetServers()[0].Keys().Select(static k => k.ToString())];

    private async Task<List<string>> ChannelsAsync() =>
        [.. (await _connection.GetServers()[0].SubscriptionChannelsAsync(RedisChannel.Pattern("p:*"))).Select(static c => c.ToString())];

    private async Task<CreateReply> CreateAsync(ScanPlan plan, bool claimed = false) => await _store.CreateAsync(
        new CreateScan { Plan = plan, Mode = StartMode.New, MaxActivePerOwner = 100, Claim = claimed ? Claims.New("worker", Lease) : null }, default);

    private async Task<SampleRunner> RunAsync(ScanPlan plan) => new(_store, (await CreateAsync(plan, claimed: true)).Claim!, Lease);
}
