using System.Globalization;
using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

/// <summary>An id that a caller chose may come again: what a client has of the scan before says nothing about the one that has the id now.</summary>
public sealed class OtherLifeTests
{
    private static readonly (string, string) Key = ("Idempotency-Key", "order-17");
    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);

    [Theory, InlineData(1), InlineData(1_000_000), InlineData(long.MaxValue)]
    [Trait("Incident", "E5")]
    public async Task A_client_that_knows_more_than_an_ended_scan_has_is_shown_the_end_and_then_told_that_nothing_comes(long above)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        var end = await site.Client().EndAsync(id);
        var version = (long)end.Json["version"]!;
        var known = above == long.MaxValue ? above : version + above;

        using var events = await OpenAsync(site, id, "", ("Last-Event-ID", known.ToString(CultureInfo.InvariantCulture)));
        var shown = await events.SnapshotAsync();

        shown!.Phase.Should().Be("ended");
        shown.Id.Should().Be(version);
        (await events.SnapshotAsync()).Should().BeNull();
        (await site.Client().GetAsync("/events/" + id, ("Last-Event-ID", shown.Fields["id"]))).Status.Should().Be(HttpStatusCode.NoContent);
        (await site.Client().GetAsync($"/events/{id}?after={version}")).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task The_end_of_an_earlier_scan_of_an_id_is_not_taken_for_that_of_the_next()
    {
        await using var site = await StartAsync();
        var (id, before) = await EndedAsync(site);
        using var earlier = await OpenAsync(site, id);
        var seen = (await earlier.SnapshotAsync())!.Fields["id"];
        site.Clock.Advance(Retention);
        var (again, after) = await EndedAsync(site);
        again.Should().Be(id);
        ((long)after.Json["version"]!).Should().Be((long)before.Json["version"]!, "or the test would prove nothing");

        using var events = await OpenAsync(site, id, "", ("Last-Event-ID", seen));
        var shown = await events.SnapshotAsync();

        shown!.Phase.Should().Be("ended");
        shown.Fields["id"].Should().NotBe(seen);
        (await site.Client().GetAsync("/events/" + id, ("Last-Event-ID", shown.Fields["id"]))).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task A_status_of_an_earlier_scan_of_an_id_is_not_up_to_date()
    {
        await using var site = await StartAsync();
        var (id, _) = await EndedAsync(site);
        var tag = (await site.Client().GetAsync("/status/" + id)).Header("ETag")!;
        (await site.Client().GetAsync("/status/" + id, ("If-None-Match", tag))).Status.Should().Be(HttpStatusCode.NotModified);
        site.Clock.Advance(Retention);
        await EndedAsync(site);

        var status = await site.Client().GetAsync("/status/" + id, ("If-None-Match", tag));
        var waited = await site.Client().GetAsync("/status/" + id, ("If-None-Match", tag), ("Prefer", "wait=60"));

        status.Status.Should().Be(HttpStatusCode.OK);
        waited.Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task A_page_of_an_earlier_scan_of_an_id_is_not_gone_on_with_in_the_next()
    {
        await using var site = await StartAsync(runs: true);
        var (id, _) = await EndedAsync(site, cancels: false);
        var cursor = (string)(await site.Client().GetAsync($"/results/{id}?limit=1")).Json["next_cursor"]!;
        (await site.Client().GetAsync($"/results/{id}?limit=1&cursor={cursor}")).Status.Should().Be(HttpStatusCode.OK);
        site.Clock.Advance(Retention);
        await EndedAsync(site, cancels: false);

        var page = await site.Client().GetAsync($"/results/{id}?limit=1&cursor={cursor}");

        page.Status.Should().Be(HttpStatusCode.BadRequest);
        ((string)page.Json["errors"]![0]!["field"]!).Should().Be("cursor");
    }

    private static async Task<EventReader> OpenAsync(ScanSite site, string id, string query = "", params (string, string)[] headers) =>
        new(await site.Client().OpenAsync($"/events/{id}{query}", headers));

    private static Task<ScanSite> StartAsync(bool runs = false) => ScanSite.StartAsync(
        new SiteSetup
        {
            Clock = new FakeTimeProvider(),
            Scanning = o => (o.Retention, o.TombstoneRetention, o.RunWorker) = (Retention, TimeSpan.Zero, runs),
        },
        Sample.Finds("gap", Sample.Opportunities(3)));

    /// <summary>Starts and ends a scan; one that is canceled in the queue ends at the same version each time.</summary>
    private static async Task<(string Id, SiteAnswer End)> EndedAsync(ScanSite site, bool cancels = true)
    {
        var id = (string)(await site.Client().DiscoverAsync("{}", Key)).Json["scan_id"]!;
        if (cancels) await site.Client().DeleteAsync("/" + id);
        return (id, await site.Client().EndAsync(id));
    }
}
