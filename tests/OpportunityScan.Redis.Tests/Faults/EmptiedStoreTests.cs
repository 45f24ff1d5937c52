using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;
using StackExchange.Redis;
using Limit = OpportunityScan.Tests.Support.Limit;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A server is emptied under living processes, or comes back with an older copy of its data.</summary>
public sealed class EmptiedStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private RedisProcess _server = null!;
    private ConnectionMultiplexer _connection = null!;
    private RedisScanStore _living = null!;

    public async Task InitializeAsync()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        _server = await RedisProcess.StartAsync();
        _connection = await _server.ConnectAsync();
        _living = New(16);
        await _living.StartAsync(default);
    }

    public async Task DisposeAsync()
    {
        await _living.DisposeAsync();
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory, InlineData("start"), InlineData("find"), InlineData("results"), InlineData("latest"), InlineData("request"), InlineData("list"), InlineData("cancel"), InlineData("claim")]
    [Trait("Incident", "E5")]
    public async Task Whatever_a_living_process_does_first_it_follows_the_one_that_laid_the_store_out_anew(string first)
    {
        for (var i = 0; i < 6; i++)
        {
            await _server.ExecuteAsync("FLUSHALL");
            await using var newcomer = New(7 + i);
            var plan = Sample.Plan(owner: $"owner {i}");
            await CreateAsync(newcomer, plan);

            await Act(first, plan);

            (await _living.FindAsync(plan.Key, default)).Should().NotBeNull();
            var another = Sample.Plan(owner: $"owner {i}", request: "b");
            await CreateAsync(_living, another);
            (await newcomer.FindAsync(another.Key, default)).Should().NotBeNull();
            _living.Keys.Partitions.Should().Be(7 + i);
        }
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task A_run_of_a_living_process_is_written_again_where_the_newcomer_looks()
    {
        for (var i = 0; i < 6; i++)
        {
            var runner = new SampleRunner(_living, (await CreateAsync(_living, Sample.Plan(owner: $"owner {i}"), claimed: true)).Claim!, Lease);
            await runner.EmitAsync(0, 2);
            await _server.ExecuteAsync("FLUSHALL");
            await using var newcomer = New(5 + i);
            await newcomer.StartAsync(default);

            (await runner.EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Missing);
            (await _living.RestoreAsync(runner.Record(), Lease, default)).Status.Should().Be(CommitStatus.Accepted);

            (await newcomer.ReadResultsAsync(runner.Key, 0, 10, default))!.Items.Should().HaveCount(2);
            (await runner.EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Accepted);
        }
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task A_store_that_is_emptied_is_laid_out_again_by_whoever_comes_first()
    {
        await _server.ExecuteAsync("FLUSHALL");
        var generation = _living.Generation;

        await CreateAsync(_living, Sample.Plan());
        await using var newcomer = New(8);
        await newcomer.StartAsync(default);

        _living.Generation.Should().BeGreaterThan(generation, "caches are to forget what was there before");
        newcomer.Keys.Partitions.Should().Be(16);
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task Nothing_is_remembered_beyond_a_lost_connection()
    {
        var generation = _living.Generation;
        await _server.ExecuteAsync("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

        await Limit.UntilAsync(() => _living.Generation > generation);
    }

    [Fact]
    [Trait("Incident", "E12")]
    public async Task The_clock_of_the_server_is_known_whatever_clock_the_process_has()
    {
        await using var slow = new RedisScanStore(
            new RedisSource(() => Task.FromResult<IConnectionMultiplexer>(_connection), IsOwned: false),
            new RedisStoreOptions { CommandTimeout = Connections.CommandTimeout },
            new FakeTimeProvider(DateTimeOffset.UnixEpoch),
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        slow.Now.Should().BeNull("nobody has asked yet");

        await slow.FindAsync(Sample.Plan().Key, default);

        var created = (await CreateAsync(_living, Sample.Plan())).Snapshot!.CreatedAt;
        slow.Now.Should().BeCloseTo(created, TimeSpan.FromMinutes(2));
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task A_run_goes_on_over_a_server_that_came_back_with_an_older_copy()
    {
        var runner = new SampleRunner(_living, (await CreateAsync(_living, Sample.Plan(), claimed: true)).Claim!, Lease);
        await runner.EmitAsync(0, 1);
        var keys = _living.Keys.Of(runner.Key).All;
        var copies = new List<(RedisKey Key, byte[] Copy)>();
        foreach (var key in keys)
        {
            if (await _connection.GetDatabase().KeyDumpAsync(key) is { } copy) copies.Add((key, copy));
        }

        await runner.EmitAsync(0, 2);
        var seen = (await _living.FindAsync(runner.Key, default))!.Version;
        await _connection.GetDatabase().KeyDeleteAsync(keys);
        foreach (var (key, copy) in copies) await _connection.GetDatabase().KeyRestoreAsync(key, copy, TimeSpan.FromHours(1));

        (await runner.EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Missing);
        (await _living.RestoreAsync(runner.Record(), Lease, default)).Version.Should().BeGreaterThanOrEqualTo(seen);
        (await runner.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
        (await _living.ReadResultsAsync(runner.Key, 0, 10, default))!.Items.Should().HaveCount(3);
    }

    private RedisScanStore New(int partitions) => RedisFixture.NewStore(_connection, new RedisStoreOptions { Partitions = partitions, CommandTimeout = Connections.CommandTimeout });

    private async Task Act(string first, ScanPlan plan)
    {
        switch (first)
        {
            case "start":
                (await CreateAsync(_living, Sample.Plan(owner: plan.Key.Owner.Value), mode: StartMode.Join)).Snapshot!.Key.Should().Be(plan.Key);
                break;
            case "find":
                (await _living.FindAsync(plan.Key, default)).Should().BeNull("a hit costs one command, so that only a miss can notice");
                await _living.Awaiting(s => s.IsExpiredAsync(plan.Key, default).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>("nobody denies it");
                break;
            case "results":
                (await _living.ReadResultsAsync(plan.Key, 0, 1, default)).Should().BeNull();
                await _living.Awaiting(s => s.IsExpiredAsync(plan.Key, default).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>("nobody denies it");
                break;
            case "latest":
                (await _living.FindLatestAsync(plan.Key.Owner, default))!.Key.Should().Be(plan.Key);
                break;
            case "request":
                (await _living.FindByRequestAsync(plan.Key.Owner, plan.Fingerprint, default))!.Key.Should().Be(plan.Key);
                break;
            case "list":
                var listed = new List<ScanSummary>();
                await foreach (var summary in _living.ListAsync(plan.Key.Owner, default)) listed.Add(summary);
                listed.Should().ContainSingle();
                break;
            case "cancel":
                (await _living.CancelAsync(plan.Key, default)).Status.Should().Be(CancelStatus.Canceled);
                break;
            default:
                (await _living.ClaimAsync(Claims.New("worker", Lease), default))!.State.Plan.Key.Should().Be(plan.Key);
                break;
        }
    }

    private static async Task<CreateReply> CreateAsync(RedisScanStore store, ScanPlan plan, bool claimed = false, StartMode mode = default) => await store.CreateAsync(
        new CreateScan { Plan = plan, Mode = mode, MaxActivePerOwner = 100, Claim = claimed ? Claims.New("worker", Lease) : null }, default);
}
