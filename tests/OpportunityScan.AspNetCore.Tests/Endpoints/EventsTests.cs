using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class EventsTests
{
    [Fact]
    public async Task A_stream_shows_a_scan_from_its_start_to_its_end()
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(gap);
        var id = await site.Client().StartAsync();
        using var events = await OpenAsync(site, id);

        var retry = await events.NextAsync();
        var first = await events.SnapshotAsync();
        gap.Emit(Sample.Opportunity("IBM")).Finish();
        var rest = await events.ToEndAsync();

        events.Response.StatusCode.Should().Be(HttpStatusCode.OK);
        events.Response.Content.Headers.ContentType!.MediaType.Should().Be("text/event-stream");
        events.Response.Headers.CacheControl!.ToString().Should().Be("no-store, private");
        events.Response.Headers.GetValues("X-Accel-Buffering").Should().Equal("no");
        retry!.Fields.Should().Equal(new Dictionary<string, string>(StringComparer.Ordinal) { ["retry"] = "2000" });
        first!.Phase.Should().NotBe("ended");
        rest[^1].Phase.Should().Be("ended");
        rest.Prepend(first).Select(e => e.Id).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        rest.Should().OnlyContain(e => e.Id == (long)e.Data["version"]!);
        rest[^1].Fields["data"].Should().Be((await site.Client().GetAsync("/status/" + id)).Text, "an event is a status");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_comes_again_gets_only_what_is_newer(bool byHeader)
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(gap);
        var id = await site.Client().StartAsync();
        var known = (long)(await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1)).Json["version"]!;
        using var events = byHeader ? await OpenAsync(site, id, "?after=0", ("Last-Event-ID", $"{known}")) : await OpenAsync(site, id, $"?after={known}");

        gap.Emit(Sample.Opportunity("IBM")).Finish();
        var seen = await events.ToEndAsync();

        seen.Should().OnlyContain(e => e.Id > known);
        seen[^1].Phase.Should().Be("ended");
    }

    [Fact]
    public async Task Who_comes_after_the_end_gets_it_once()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        using var events = await OpenAsync(site, id, "", ("Last-Event-ID", "1"));
        var end = await events.SnapshotAsync();
        (await events.SnapshotAsync()).Should().BeNull("the terminal one ends the stream");
        var again = await site.Client().GetAsync("/events/" + id, ("Last-Event-ID", end!.Fields["id"]));

        again.Status.Should().Be(HttpStatusCode.NoContent, "which tells an EventSource to stop");
    }

    [Fact]
    public async Task A_client_that_knows_more_than_the_store_still_sees_the_end()
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(gap);
        var id = await site.Client().StartAsync();
        using var events = await OpenAsync(site, id, "?after=900");
        gap.Finish();

        var seen = await events.ToEndAsync();

        seen.Should().ContainSingle().Which.Phase.Should().Be("ended");
    }

    [Fact]
    public async Task Silence_is_broken_by_comments()
    {
        var clock = new FakeTimeProvider();
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, gap);
        var id = await site.Client().StartAsync();
        await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);
        using var events = await OpenAsync(site, id);
        await events.NextAsync();
        await events.SnapshotAsync();

        var next = await clock.AdvanceUntilAsync(events.NextAsync(), TimeSpan.FromSeconds(1));
        gap.Finish();

        next!.IsComment.Should().BeTrue();
        (await events.ToEndAsync())[^1].Phase.Should().Be("ended");
    }

    [Fact]
    public async Task Filters_show_the_best_that_pass()
    {
        var gap = new GatedStrategy("gap").Emit(Sample.Opportunities(30));
        await using var site = await ScanSite.StartAsync(gap);
        var id = await site.Client().StartAsync();
        using var events = await OpenAsync(site, id, "?symbols=S20,S25");
        gap.Emit(Sample.Opportunity("LATE")).Finish();

        var seen = await events.ToEndAsync();

        seen.Select(e => e.Id).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        seen[^1].Data["partial_results"]!.AsArray().Select(o => (string)o!["symbol"]!).Should().Equal("S20", "S25");
        seen[^1].Data["filters"]!["symbols"]!.ToJsonString().Should().Be("""["S20","S25"]""");
    }

    [Fact]
    public async Task A_host_that_stops_ends_its_streams()
    {
        await using var site = await ScanSite.StartAsync(new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();
        using var events = await OpenAsync(site, id);
        await events.SnapshotAsync();

        await Limit.Within(site.App.StopAsync());

        await events.ToEndAsync();
    }

    [Fact]
    public async Task Who_leaves_is_forgotten()
    {
        var store = new FaultyScanStore(new Storage.InMemory.InMemoryScanStore(new InMemoryStoreOptions(), TimeProvider.System));
        await using var site = await ScanSite.StartAsync(new SiteSetup { Store = store }, new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();
        using (var events = await OpenAsync(site, id))
        {
            await events.SnapshotAsync();
            await Limit.UntilAsync(() => store.Watches == 1);
        }

        await Limit.UntilAsync(() => store.Watches == 0);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public async Task A_last_event_that_is_no_version_is_refused(string last)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var id = await site.Client().StartAsync();

        var byHeader = await site.Client().GetAsync("/events/" + id, ("Last-Event-ID", last));
        var byQuery = await site.Client().GetAsync($"/events/{id}?after={last}");

        byHeader.Status.Should().Be(HttpStatusCode.BadRequest);
        ((string)byHeader.Json["errors"]![0]!["field"]!).Should().Be("Last-Event-ID");
        byQuery.Status.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Hundreds_watch_one_scan()
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(gap);
        var id = await site.Client().StartAsync();
        var watching = Enumerable.Range(0, 300).Select(async _ =>
        {
            using var events = await OpenAsync(site, id);
            return await events.ToEndAsync();
        }).ToList();
        gap.Emit(Sample.Opportunities(5)).Finish();

        var all = await Limit.Within(Task.WhenAll(watching));

        all.Select(seen => seen[^1].Phase).Should().AllBe("ended");
    }

    [Fact]
    public async Task A_stream_says_what_changed_and_a_client_that_applies_it_knows_all_that_a_whole_snapshot_says()
    {
        var strategies = Enumerable.Range(0, 14).Select(i => new GatedStrategy($"strategy-{i}")).ToArray();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Http = o => o.EventInterval = TimeSpan.Zero }, strategies);
        var id = await site.Client().StartAsync();
        await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 14);
        using var changes = await OpenAsync(site, id);
        using var full = await OpenAsync(site, id, "?full=true");
        var (known, whole) = (changes.ToEndAsync(), full.ToEndAsync());

        foreach (var (i, strategy) in strategies.Index())
        {
            strategy.Emit(Sample.Opportunity("S" + i, i));
            await site.Client().StatusAsync(id, s => (int)s["total_opportunities"]! == i + 1);
            strategy.Finish();
        }

        var (states, snapshots) = (await known, await whole);
        states[0].Name.Should().Be("snapshot");
        states[^1].Name.Should().Be("snapshot");
        states.Skip(1).SkipLast(1).Should().NotBeEmpty().And.OnlyContain(e => e.Name == "change");
        snapshots.Should().OnlyContain(e => e.Name == "snapshot");
        var byVersion = snapshots.ToDictionary(static e => e.Id);
        foreach (var state in states.Where(s => byVersion.ContainsKey(s.Id)))
            Told(state).Should().Be(Told(byVersion[state.Id]));
        changes.Length.Should().BeLessThan(full.Length / 2);

        static string Told(SiteEvent e)
        {
            var data = e.Data;
            foreach (var ofTheMoment in (string[])["estimate", "estimated_time_remaining_seconds"]) data.Remove(ofTheMoment);
            return data.ToJsonString();
        }
    }

    [Fact]
    public async Task Changes_within_the_interval_come_as_one_and_nothing_is_lost()
    {
        var clock = new FakeTimeProvider();
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, gap);
        var id = await site.Client().StartAsync();
        var known = await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);
        using var events = await OpenAsync(site, id, "?interval=3");
        (await events.SnapshotAsync())!.Id.Should().Be((long)known.Json["version"]!);

        for (var i = 1; i <= 5; i++)
        {
            gap.Emit(Sample.Opportunity("S" + i));
            await site.Client().StatusAsync(id, s => (int)s["total_opportunities"]! == i);
        }

        var next = events.SnapshotAsync();
        next.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromSeconds(3));
        ((int)(await next)!.Data["total_opportunities"]!).Should().Be(5);
        gap.Finish();
        var rest = await clock.AdvanceUntilAsync(events.ToEndAsync(), TimeSpan.FromSeconds(1));
        rest[^1].Phase.Should().Be("ended");
    }

    [Theory]
    [InlineData("interval=-1")]
    [InlineData("interval=16")]
    [InlineData("interval=soon")]
    [InlineData("full=1")]
    public async Task A_wish_that_cannot_be_granted_is_refused(string query)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var id = await site.Client().StartAsync();

        var answer = await site.Client().GetAsync($"/events/{id}?{query}");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        ((string)answer.Json["errors"]![0]!["field"]!).Should().Be(query.Split('=')[0]);
    }

    private static async Task<EventReader> OpenAsync(ScanSite site, string id, string query = "", params (string, string)[] headers) =>
        new(await site.Client().OpenAsync($"/events/{id}{query}", headers));
}
