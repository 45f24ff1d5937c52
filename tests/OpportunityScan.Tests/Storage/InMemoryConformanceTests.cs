using OpportunityScan.StoreConformance;

namespace OpportunityScan.Tests.Storage;

public sealed class InMemoryCreateTests : CreateConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryModeTests : ModeConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryLimitTests : LimitConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryClaimTests : ClaimConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryCommitTests : CommitConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryEndTests : EndConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryRestoreTests : RestoreConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryLeaseTests : LeaseConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryCancelTests : CancelConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryReadTests : ReadConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryRoundTripTests : RoundTripConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemorySharingTests : SharingConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryResultsTests : ResultsConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryRetentionTests : RetentionConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryWatchTests : WatchConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryHistoryTests : HistoryConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}

public sealed class InMemoryQueueConformanceTests : QueueConformance
{
    protected override ValueTask<StoreFixture> CreateFixtureAsync() => new(new InMemoryFixture());
}
