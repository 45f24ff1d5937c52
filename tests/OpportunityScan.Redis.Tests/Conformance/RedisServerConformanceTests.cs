using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Conformance;

public sealed class RedisServerCreateTests : CreateConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerModeTests : ModeConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerLimitTests : LimitConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerClaimTests : ClaimConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerCommitTests : CommitConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerEndTests : EndConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerRestoreTests : RestoreConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerLeaseTests : LeaseConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerCancelTests : CancelConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerReadTests : ReadConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerRoundTripTests : RoundTripConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerSharingTests : SharingConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerResultsTests : ResultsConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerRetentionTests : RetentionConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerWatchTests : WatchConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerQueueTests : QueueConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Redis);
}

public sealed class RedisServerHistoryTests : HistoryConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.InOnePartitionAsync(TestServer.Redis);
}
