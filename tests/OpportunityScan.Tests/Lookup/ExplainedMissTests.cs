using Microsoft.Extensions.Logging.Testing;
using OpportunityScan.Diagnostics;
using OpportunityScan.Lookup;
using static OpportunityScan.Tests.Lookup.LookupFixture;

namespace OpportunityScan.Tests.Lookup;

public sealed class ExplainedMissTests
{
    [Theory]
    [InlineData(false, LookupStatus.NotFound)]
    [InlineData(true, LookupStatus.Expired)]
    public async Task A_miss_by_id_is_explained_by_what_the_store_remembers(bool expired, LookupStatus status)
    {
        var store = new ReadsOnlyStore { IsExpired = () => new(expired) };

        (await FindAsync(store, ScanQuery.ById(Key()))).Should().BeEquivalentTo(new { Status = status, Snapshot = (ScanSnapshot?)null });

        store.Calls.Should().Equal("id ada/scan_1", "expired ada/scan_1");
    }

    [Fact]
    public async Task A_hit_takes_one_read()
    {
        var store = new ReadsOnlyStore { Find = static () => new(Queued()) };

        (await FindAsync(store, ScanQuery.ById(Key()))).IsFound.Should().BeTrue();

        store.Calls.Should().Equal("id ada/scan_1");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Other_misses_need_no_explanation(bool latest)
    {
        var store = new ReadsOnlyStore { IsExpired = static () => new(true) };

        var lookup = await FindAsync(store, latest ? ScanQuery.Latest(Ada) : ScanQuery.ByRequest(Ada, Wanted));

        lookup.Status.Should().Be(LookupStatus.NotFound);
        store.Calls.Should().Equal(latest ? "latest ada" : $"request ada/{Wanted}");
    }

    [Fact]
    [Trait("Incident", "A5")]
    public async Task A_store_that_cannot_explain_the_miss_makes_it_unknown()
    {
        var store = new ReadsOnlyStore { IsExpired = static () => throw new ScanStoreUnavailableException("gone") };

        (await FindAsync(store, ScanQuery.ById(Key()))).Status.Should().Be(LookupStatus.StoreUnavailable);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Incident", "A5")]
    public async Task A_store_out_of_reach_is_not_asked_to_explain(bool slowly)
    {
        var store = new ReadsOnlyStore { Find = slowly ? FailAsync : static () => throw new ScanStoreUnavailableException("gone") };

        (await FindAsync(store, ScanQuery.ById(Key()))).Status.Should().Be(LookupStatus.StoreUnavailable);

        store.Calls.Should().Equal("id ada/scan_1");
    }

    private static async ValueTask<ScanSnapshot?> FailAsync()
    {
        await Task.Yield();
        throw new ScanStoreUnavailableException("gone");
    }

    private static ValueTask<ScanLookup> FindAsync(ReadsOnlyStore store, ScanQuery query)
    {
        var log = new FakeLogger();
        return new LookupChain(
            [LookupPolicies.ById(store), LookupPolicies.ByRequest(store), LookupPolicies.Latest(store)], store, log, new OutageLog(log, TimeProvider.System))
            .FindAsync(query, default);
    }
}
