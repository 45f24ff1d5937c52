using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Coordination;

public sealed class ListTests
{
    [Fact]
    public async Task The_owners_scans_are_listed_newest_first_with_what_a_list_needs()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a").Emit(Sample.Opportunity("IBM")).Finish();
        var process = await world.StartAsync(strategy);
        var older = await process.EndOfAsync((await process.StartScanAsync()).Key);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        var newer = await process.StartScanAsync();
        await process.StartScanAsync(new ScanRequest(Sample.OtherOwner));

        var listed = await ListAsync(process);

        listed.Select(static s => s.Key).Should().Equal(newer.Key, older.Key);
        listed[1].Should().BeEquivalentTo(ScanSummary.Of(older.State));
        (listed[1].Status, listed[1].Progress.Settled, listed[1].Progress.Total, listed[1].Progress.Found).Should().Be((ScanStatus.Completed, 1, 1, 1));
    }

    [Fact]
    public async Task A_scan_whose_retention_has_ended_is_listed_no_more_and_an_owner_without_scans_has_none()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a").Finish());
        await process.EndOfAsync((await process.StartScanAsync()).Key);
        (await ListAsync(process)).Should().HaveCount(1);

        world.Clock.Advance(TimeSpan.FromHours(1));

        (await ListAsync(process)).Should().BeEmpty();
    }

    [Fact]
    public async Task Listing_during_an_outage_throws_instead_of_showing_nothing()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));
        world.Store.IsDown = true;

        await FluentActions.Awaiting(() => ListAsync(process)).Should().ThrowAsync<ScanStoreUnavailableException>();
    }

    private static async Task<List<ScanSummary>> ListAsync(ScanProcess process)
    {
        using var limit = Limit.Source();
        var all = new List<ScanSummary>();
        await foreach (var summary in process.Scans.ListAsync(Sample.Owner, limit.Token)) all.Add(summary);
        return all;
    }
}
