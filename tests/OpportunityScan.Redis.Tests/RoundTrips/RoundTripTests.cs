using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.RoundTrips;

/// <summary>How many commands each verb costs, as the server counts them.</summary>
public sealed class RoundTripTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private RedisProcess _server = null!;
    private ConnectionMultiplexer _connection = null!;
    private RedisScanStore _store = null!;
    private Servers.Monitor _monitor = null!;

    public async Task InitializeAsync()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        _server = await RedisProcess.StartAsync();
        _connection = await _server.ConnectAsync();
        _store = RedisFixture.NewStore(_connection, new RedisStoreOptions { CommandTimeout = Connections.CommandTimeout });
        await UseEverythingAsync();
        _monitor = await Servers.Monitor.StartAsync(_server.Port);
    }

    public async Task DisposeAsync()
    {
        await _monitor.DisposeAsync();
        await _store.DisposeAsync();
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_start_is_one_command(bool claimed) => (await SentAsync(() => CreateAsync(Sample.Plan(), claimed))).Should().Equal("EVALSHA");

    [Fact]
    public async Task A_start_after_one_of_the_same_request_has_ended_is_one_command()
    {
        var runner = await RunAsync(Sample.Plan());
        await runner.EndAsync();

        (await SentAsync(() => CreateAsync(Sample.Plan(), claimed: false))).Should().Equal("EVALSHA");
    }

    [Fact]
    public async Task A_join_is_two_commands()
    {
        await CreateAsync(Sample.Plan(), claimed: false);

        (await SentAsync(() => CreateAsync(Sample.Plan(), claimed: false))).Should().Equal("EVALSHA", "EVALSHA");
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_status_is_one_command_however_much_was_found(bool ended)
    {
        var runner = await RunAsync(Sample.Plan(strategies: 14));
        await runner.EmitAsync(0, 1_000);
        if (ended) await runner.EndAsync();

        (await SentAsync(() => _store.FindAsync(runner.Key, default).AsTask())).Should().Equal("HGETALL");
    }

    [Fact]
    public async Task A_commit_a_renewal_a_cancel_and_an_end_are_one_command_each()
    {
        var runner = await RunAsync(Sample.Plan(strategies: 14));

        (await SentAsync(() => runner.EmitAsync(0, 10))).Should().Equal("EVALSHA");
        (await SentAsync(() => _store.RenewAsync(runner.Key, runner.Run, Lease, default).AsTask())).Should().Equal("EVALSHA");
        (await SentAsync(() => _store.CancelAsync(runner.Key, default).AsTask())).Should().Equal("EVALSHA");
        (await SentAsync(() => runner.EndAsync())).Should().Equal("EVALSHA");
    }

    [Fact]
    public async Task A_cancel_in_the_queue_is_one_command()
    {
        var plan = Sample.Plan();
        await CreateAsync(plan, claimed: false);

        (await SentAsync(() => _store.CancelAsync(plan.Key, default).AsTask())).Should().Equal("EVALSHA");
    }

    [Theory, InlineData(100), InlineData(10_000)]
    public async Task A_page_of_results_is_one_command(int found)
    {
        var runner = await RunAsync(Sample.Plan());
        for (var i = 0; i < found; i += 100) await runner.EmitAsync(0, 100);
        await runner.EndAsync();

        StoredResults? page = null;
        (await SentAsync(async () => page = await _store.ReadResultsAsync(runner.Key, 0, 10, default))).Should().Equal("EVALSHA");
        page!.Items.Should().HaveCount(10);
    }

    [Fact]
    public async Task A_claim_is_two_commands_and_finding_nothing_to_claim_is_one()
    {
        (await SentAsync(() => ClaimAsync())).Should().Equal("EVALSHA");
        await CreateAsync(Sample.Plan(), claimed: false);

        (await SentAsync(() => ClaimAsync())).Should().Equal("EVALSHA", "EVALSHA");
    }

    [Fact]
    public async Task A_miss_is_one_command_and_its_explanation_another()
    {
        var key = Sample.Plan().Key;

        (await SentAsync(() => _store.FindAsync(key, default).AsTask())).Should().Equal("HGETALL");
        (await SentAsync(() => _store.IsExpiredAsync(key, default).AsTask())).Should().Equal("EVALSHA");
    }

    [Fact]
    public async Task A_scan_of_fourteen_strategies_costs_a_start_and_a_command_for_each_commit()
    {
        var sent = await SentAsync(async () =>
        {
            var runner = await RunAsync(Sample.Plan(strategies: 14));
            for (var i = 0; i < 13; i++) await runner.SettleAsync(i);
            await runner.EndAsync();
        });

        sent.Should().HaveCount(15).And.OnlyContain(c => c == "EVALSHA");
    }

    [Fact]
    public async Task A_server_that_forgot_the_scripts_is_told_them_again()
    {
        await _server.ExecuteAsync("SCRIPT", "FLUSH");
        var plan = Sample.Plan();

        (await SentAsync(() => CreateAsync(plan, claimed: false))).Should().Equal("EVALSHA", "EVAL");
        (await SentAsync(() => CreateAsync(Sample.Plan(owner: "bob"), claimed: false))).Should().Equal("EVALSHA");
        (await _store.FindAsync(plan.Key, default))!.Status.Should().Be(ScanStatus.Queued);
    }

    [Fact]
    public async Task The_first_renewal_of_a_process_is_one_command_even_if_the_server_is_new()
    {
        var runner = await RunAsync(Sample.Plan());
        await _server.ExecuteAsync("SCRIPT", "FLUSH");
        await using var process = RedisFixture.NewStore(_connection, new RedisStoreOptions());
        await process.FindAsync(runner.Key, default);

        (await SentAsync(() => process.RenewAsync(runner.Key, runner.Run, Lease, default).AsTask())).Should().Equal("EVALSHA");
    }

    private Task<List<string>> SentAsync(Func<Task> act) => _monitor.DuringAsync(act);

    private async Task<CreateReply> CreateAsync(ScanPlan plan, bool claimed) => await _store.CreateAsync(
        new CreateScan { Plan = plan, MaxActivePerOwner = 100, Claim = claimed ? Claims.New("worker", Lease) : null }, default);

    private async Task<SampleRunner> RunAsync(ScanPlan plan) => new(_store, (await CreateAsync(plan, claimed: true)).Claim!, Lease);

    private async Task<ClaimedScan?> ClaimAsync() => await _store.ClaimAsync(Claims.New("worker", Lease), default);

    /// <summary>So that the server knows every script, and nothing is left to be claimed or joined.</summary>
    private async Task UseEverythingAsync()
    {
        var queued = Sample.Plan(request: "first");
        await CreateAsync(queued, claimed: false);
        var runner = new SampleRunner(_store, (await ClaimAsync())!, Lease);
        await _store.RenewAsync(queued.Key, runner.Run, Lease, default);
        await _store.CancelAsync(queued.Key, default);
        await runner.EndAsync(EndCause.CancelRequested, StrategyStatus.Canceled);
        await _store.ReadResultsAsync(queued.Key, 0, 1, default);
        await _store.IsExpiredAsync(queued.Key, default);
    }
}
