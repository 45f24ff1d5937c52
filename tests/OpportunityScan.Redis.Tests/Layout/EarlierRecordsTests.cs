using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Layout;

/// <summary>Scans that the first version stored are read, claimed, continued and ended by this one.</summary>
public sealed class EarlierRecordsTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly OwnerId Ann = new("ann");
    private RedisProcess _server = null!;
    private ConnectionMultiplexer _connection = null!;
    private RedisScanStore _store = null!;

    public async Task InitializeAsync()
    {
        if (RedisProcess.Missing is { } reason) throw new SkipTestException(reason);
        _server = await RedisProcess.StartAsync();
        _connection = await _server.ConnectAsync();
        await EarlierRecords.WriteAsync(_connection.GetDatabase());
        _store = RedisFixture.NewStore(_connection, new RedisStoreOptions { KeyPrefix = EarlierRecords.Prefix });
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _connection.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory, Trait("Incident", "E6")]
    [InlineData("queued", ScanStatus.Queued, 0, 0)]
    [InlineData("running", ScanStatus.Running, 1, 3)]
    [InlineData("released", ScanStatus.Running, 1, 3)]
    [InlineData("asked", ScanStatus.Running, 1, 3)]
    [InlineData("completed", ScanStatus.Completed, 3, 103)]
    [InlineData("partial", ScanStatus.Completed, 3, 1)]
    [InlineData("failed", ScanStatus.Failed, 3, 0)]
    [InlineData("canceled", ScanStatus.Canceled, 3, 0)]
    public async Task They_are_read(string id, ScanStatus status, int settled, int found)
    {
        var snapshot = (await _store.FindAsync(Key(id), default))!;

        (snapshot.Status, snapshot.Progress.Settled, snapshot.Progress.Found).Should().Be((status, settled, found));
        snapshot.State.Plan.Strategies.Select(static s => s.Version).Should().Equal("1", "1", "1");
        (await _store.ReadResultsAsync(Key(id), 0, int.MaxValue, default))!.Items.Should().HaveCount(found);
        (await _store.FindByRequestAsync(Ann, snapshot.State.Plan.Fingerprint, default))!.Key.Should().Be(Key(id));
    }

    [Fact, Trait("Incident", "E6")]
    public async Task They_are_listed_and_the_layout_becomes_this_one()
    {
        var listed = new List<string>();
        await foreach (var summary in _store.ListAsync(Ann, default)) listed.Add($"{summary.Key.Id}:{summary.Progress.Total}");

        listed.Should().BeEquivalentTo("queued:3", "running:3", "released:3", "asked:3", "completed:3", "partial:3", "failed:3", "canceled:3");
        ((int)await _connection.GetDatabase().HashGetAsync("p:config", "layout")).Should().Be(2);
    }

    [Fact, Trait("Incident", "E6")]
    public async Task Only_a_worker_that_can_run_them_is_given_those_that_are_unfinished_and_it_ends_them()
    {
        var other = new StrategySet((Sample.Strategy(0), "1"), (Sample.Strategy(1), "2"), (Sample.Strategy(2), "1"));
        var able = new StrategySet(Enumerable.Range(0, 3).Select(static i => (Sample.Strategy(i), "1")));
        (await ClaimAsync(other))!.State.Plan.Key.Should().Be(Key("asked"), "it is over: anybody may end it");
        (await ClaimAsync(other)).Should().BeNull();

        var claimed = new Dictionary<string, ClaimedScan>(StringComparer.Ordinal);
        while (await ClaimAsync(able) is { } claim) claimed[claim.State.Plan.Key.Id.Value] = claim;

        claimed.Keys.Should().BeEquivalentTo("queued", "running", "released");
        claimed.Select(static c => (c.Key, c.Value.State.Attempt, c.Value.State.Lapses)).Should().BeEquivalentTo([("queued", 1, 0), ("running", 2, 1), ("released", 2, 0)]);
        await EndAsync(claimed["queued"], 0);
        await EndAsync(claimed["running"], 3);
        await EndAsync(claimed["released"], 3);
    }

    [Fact, Trait("Incident", "E13")]
    public async Task Only_those_that_are_whole_answers_are_reused()
    {
        (await ReuseAsync("queued", partial: false)).Snapshot!.Key.Should().Be(Key("queued"), "it is joined");
        (await ReuseAsync("completed", partial: false)).Status.Should().Be(CreateStatus.Reused);
        (await ReuseAsync("partial", partial: true)).Snapshot!.Key.Should().Be(Key("partial"));
        (await ReuseAsync("partial", partial: false)).Status.Should().Be(CreateStatus.Created);
    }

    [Fact, Trait("Incident", "E6")]
    public async Task A_host_runs_them_to_their_end()
    {
        await using var host = await RedisHost.StartAsync(
            static _ => { },
            o => (o.Configuration, o.KeyPrefix) = (_server.Endpoint, EarlierRecords.Prefix),
            [.. Enumerable.Range(0, 3).Select(static i => OpportunityScan.Tests.Support.Sample.Finds($"strategy-{i}", OpportunityScan.Tests.Support.Sample.Opportunity($"NEW-{i}")))]);

        var ends = new List<ScanSnapshot>();
        foreach (var id in (string[])["queued", "running", "released", "asked"]) ends.Add(await host.EndOfAsync(Key(id)));

        ends.Select(static e => (e.Status, e.State.EndCause)).Should().Equal(
            (ScanStatus.Completed, EndCause.AllSettled), (ScanStatus.Completed, EndCause.AllSettled), (ScanStatus.Completed, EndCause.AllSettled),
            (ScanStatus.Canceled, EndCause.CancelRequested));
        (await host.FoundAsync(Key("running"))).Select(static o => o.Symbol).Should().BeEquivalentTo("S0-0", "S0-1", "S1-0", "NEW-1", "NEW-2");
    }

    private static ScanKey Key(string id) => new(Ann, new ScanId(id));

    private async Task<ClaimedScan?> ClaimAsync(StrategySet runnable) => await _store.ClaimAsync(Claims.New("worker-2", Lease) with { Runnable = runnable }, default);

    private async Task EndAsync(ClaimedScan claim, int found)
    {
        var runner = new SampleRunner(_store, claim, Lease);
        runner.Found.Should().HaveCount(found);
        var reply = await runner.EmitAsync(2, 2);
        if (reply.Status == CommitStatus.Missing) reply = await _store.RestoreAsync(runner.Record(), Lease, default); // what a run does then
        reply.Status.Should().Be(CommitStatus.Accepted);
        (await runner.EndAsync()).Status.Should().Be(CommitStatus.Accepted);
        (await _store.FindAsync(claim.State.Plan.Key, default))!.Status.Should().Be(ScanStatus.Completed);
    }

    private async Task<CreateReply> ReuseAsync(string request, bool partial) => await _store.CreateAsync(
        new CreateScan
        {
            Plan = Sample.Plan(request: request),
            Mode = StartMode.Reuse(TimeSpan.FromDays(9_000)) with { AcceptPartial = partial },
            MaxActivePerOwner = 100,
        },
        default);
}
