using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Conformance;

public sealed class GarnetCreateTests : CreateConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetModeTests : ModeConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetLimitTests : LimitConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetClaimTests : ClaimConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetCommitTests : CommitConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetEndTests : EndConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetRestoreTests : RestoreConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetLeaseTests : LeaseConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetCancelTests : CancelConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetReadTests : ReadConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetRoundTripTests : RoundTripConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetSharingTests : SharingConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetResultsTests : ResultsConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetRetentionTests : RetentionConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetWatchTests : WatchConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetQueueTests : QueueConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Garnet);
}

public sealed class GarnetHistoryTests : HistoryConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.InOnePartitionAsync(TestServer.Garnet);
}
