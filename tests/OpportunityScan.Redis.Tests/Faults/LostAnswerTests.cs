using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>A verb whose answer was lost is sent again, and must do nothing twice.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private static ScanClaim Claim => Claims.New("worker", Lease);
    private RedisFixture _fixture = null!;

    private RedisScanStore Store => (RedisScanStore)_fixture.Store;

    public async Task InitializeAsync() => _fixture = await RedisFixture.CreateAsync(TestServer.Redis);

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_start_sent_again_has_the_same_answer_and_the_same_claim(bool replaces)
    {
        if (replaces) await Store.CreateAsync(Create(Sample.Plan()), default);
        var create = Create(Sample.Plan(), Claim) with { Mode = replaces ? StartMode.Replace : StartMode.Join };
        var first = await Store.CreateAsync(create, "nonce", default);

        var again = await Store.CreateAsync(create, "nonce", default);

        again.Status.Should().Be(first.Status).And.Be(replaces ? CreateStatus.Replaced : CreateStatus.Created);
        Projection.Of(again.Snapshot).Should().Be(Projection.Of(first.Snapshot));
        Projection.Of(again.Claim!.State).Should().Be(Projection.Of(first.Claim!.State));
    }

    [Fact]
    public async Task A_start_sent_again_gives_no_claim_that_another_worker_has_by_now()
    {
        var create = Create(Sample.Plan(), Claim with { Lease = -TimeSpan.FromSeconds(1) });
        await Store.CreateAsync(create, "nonce", default);
        await Store.ClaimAsync(Claim, default);

        var again = await Store.CreateAsync(create, "nonce", default);

        again.Status.Should().Be(CreateStatus.Created);
        again.Claim.Should().BeNull();
    }

    [Fact]
    public async Task Another_start_of_the_same_id_has_no_part_in_the_claim()
    {
        var create = Create(Sample.Plan(id: "mine"), Claim);
        await Store.CreateAsync(create, "one", default);

        var other = await Store.CreateAsync(create, "other", default);

        other.Status.Should().Be(CreateStatus.Joined);
        other.Claim.Should().BeNull();
    }

    [Fact]
    public async Task A_restore_sent_again_is_accepted_again()
    {
        var runner = new SampleRunner(Store, (await Store.CreateAsync(Create(Sample.Plan(), Claim), default)).Claim!, Claim.Lease);
        await runner.EmitAsync(0, 3);
        await _fixture.LoseAsync(runner.Key);

        (await Store.RestoreAsync(runner.Record(), Claim.Lease, default)).Status.Should().Be(CommitStatus.Accepted);
        (await Store.RestoreAsync(runner.Record(), Claim.Lease, default)).Status.Should().Be(CommitStatus.Accepted);

        (await Store.ReadResultsAsync(runner.Key, 0, 10, default))!.Items.Should().HaveCount(3);
        await runner.EmitAsync(0, 1);
        (await Store.RestoreAsync(runner.Record() with { State = runner.Claimed.State }, Claim.Lease, default)).Status
            .Should().Be(CommitStatus.Fenced, "an older record is another wish");
    }

    private static CreateScan Create(ScanPlan plan, ScanClaim? claim = null) => new() { Plan = plan, MaxActivePerOwner = 10, Claim = claim };
}
