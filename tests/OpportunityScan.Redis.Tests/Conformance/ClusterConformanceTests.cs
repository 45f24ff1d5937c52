using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Conformance;

public sealed class ClusterCreateTests : CreateConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterModeTests : ModeConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterLimitTests : LimitConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterClaimTests : ClaimConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterCommitTests : CommitConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterEndTests : EndConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterRestoreTests : RestoreConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterLeaseTests : LeaseConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterCancelTests : CancelConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterReadTests : ReadConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterRoundTripTests : RoundTripConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterSharingTests : SharingConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterResultsTests : ResultsConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterRetentionTests : RetentionConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterWatchTests : WatchConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}

public sealed class ClusterQueueTests : QueueConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Cluster);
}
