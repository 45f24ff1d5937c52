using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Conformance;

public sealed class ValkeyCreateTests : CreateConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyModeTests : ModeConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyLimitTests : LimitConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyClaimTests : ClaimConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyCommitTests : CommitConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyEndTests : EndConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyRestoreTests : RestoreConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyLeaseTests : LeaseConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyCancelTests : CancelConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyReadTests : ReadConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyRoundTripTests : RoundTripConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeySharingTests : SharingConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyResultsTests : ResultsConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyRetentionTests : RetentionConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyWatchTests : WatchConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}

public sealed class ValkeyQueueTests : QueueConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => RedisFixture.OnAsync(TestServer.Valkey);
}
