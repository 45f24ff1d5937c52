using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A scan that Redis has lost, while what points to it is still there, stands in nobody's way.</summary>
public sealed class LostScanTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private static ScanClaim Claim => Claims.New("worker", Lease);
    private RedisFixture _fixture = null!;

    private IScanStore Store => _fixture.Store;

    public async Task InitializeAsync() => _fixture = await RedisFixture.CreateAsync(TestServer.Redis);

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task It_is_not_joined_but_an_older_one_that_is_still_there_is()
    {
        var older = await QueueAsync(Sample.Plan());
        var lost = await QueueAsync(Sample.Plan());
        await _fixture.LoseAsync(lost);

        var reply = await Store.CreateAsync(Create(StartMode.Join), default);

        (reply.Status, reply.Snapshot!.Key).Should().Be((CreateStatus.Joined, older));
        (await Store.FindByRequestAsync(older.Owner, Sample.Plan().Fingerprint, default))!.Key.Should().Be(older);
        (await Store.FindLatestAsync(older.Owner, default))!.Key.Should().Be(older);
    }

    [Theory, InlineData(StartModeKind.Join), InlineData(StartModeKind.Reuse), InlineData(StartModeKind.Replace)]
    public async Task A_start_beside_it_is_a_new_scan(StartModeKind kind)
    {
        await _fixture.LoseAsync(await QueueAsync(Sample.Plan()));
        var mode = kind switch { StartModeKind.Reuse => StartMode.Reuse(TimeSpan.FromHours(1)), StartModeKind.Replace => StartMode.Replace, _ => StartMode.Join };

        (await Store.CreateAsync(Create(mode), default)).Status.Should().Be(CreateStatus.Created);
    }

    [Fact]
    public async Task A_completed_one_is_not_reused()
    {
        var runner = new SampleRunner(Store, (await Store.CreateAsync(Create(StartMode.New) with { Claim = Claim }, default)).Claim!, Claim.Lease);
        await runner.EndAsync();
        await _fixture.LoseAsync(runner.Key);

        (await Store.CreateAsync(Create(StartMode.Reuse(TimeSpan.FromHours(1))), default)).Status.Should().Be(CreateStatus.Created);
    }

    [Fact]
    public async Task It_is_not_claimed_and_holds_up_no_other_claim()
    {
        var lost = await QueueAsync(Sample.Plan());
        await _fixture.LoseAsync(lost);
        var waiting = await QueueAsync(Sample.Plan(request: "b"));

        (await Store.ClaimAsync(Claim, default))!.State.Plan.Key.Should().Be(waiting);
        (await Store.ClaimAsync(Claim, default)).Should().BeNull();
    }

    private static CreateScan Create(StartMode mode) => new() { Plan = Sample.Plan(), Mode = mode, MaxActivePerOwner = 10 };

    private async Task<ScanKey> QueueAsync(ScanPlan plan)
    {
        (await Store.CreateAsync(new CreateScan { Plan = plan, Mode = StartMode.New, MaxActivePerOwner = 10 }, default)).Status.Should().Be(CreateStatus.Created);
        return plan.Key;
    }
}
