using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Storage;
using OpportunityScan.Storage.InMemory;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Tests.Storage;

/// <summary>An in-memory store with a clock that only moves when told. Both "processes" are the one instance.</summary>
internal sealed class InMemoryFixture : StoreFixture
{
    private readonly InMemoryScanStore _store;

    internal InMemoryFixture(InMemoryStoreOptions? options = null) => _store = new InMemoryScanStore(options ?? new InMemoryStoreOptions(), Clock);

    internal FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2025, 3, 14, 9, 0, 0, TimeSpan.Zero));

    public override IScanStore Store => _store;

    public override IScanStore Another => _store;

    public override int HistoryLength => 1_000;

    public override Task AdvanceAsync(TimeSpan by)
    {
        Clock.Advance(by);
        return Task.CompletedTask;
    }

    public override Task LoseAsync(ScanKey key)
    {
        _store.Lose(key).Should().BeTrue();
        return Task.CompletedTask;
    }
}
