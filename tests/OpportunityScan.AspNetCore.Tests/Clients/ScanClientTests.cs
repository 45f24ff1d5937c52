using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Client;

namespace OpportunityScan.AspNetCore.Tests.Clients;

public sealed class ScanClientTests
{
    [Fact]
    public async Task A_scan_is_started_watched_and_read()
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(new SiteSetup { Http = o => o.EventInterval = TimeSpan.Zero }, gap, Sample.Finds("other", Sample.Opportunities(30)));
        var client = Client(site);

        var started = await client.StartAsync(new StartScan { FilterByRiskLevel = ["medium"], ForceRefresh = true });
        (await client.GetResultsAsync(started.ScanId)).Should().BeNull("it has not ended");
        var partial = await client.GetResultsAsync(started.ScanId, new ResultsRequest { Partial = true, Limit = 3 });
        var seen = new List<ScanInfo>();
        await foreach (var scan in client.WatchAsync(started.ScanId))
        {
            seen.Add(scan);
            if (seen.Count == 1) gap.Emit(Sample.Opportunity("LATE", 5_000_000));
            else if (scan.PartialResults is [{ Symbol: "LATE" }, ..]) gap.Finish();
        }

        var all = new List<OpportunityInfo>();
        await foreach (var found in client.ReadResultsAsync("latest", new ResultsRequest { Limit = 7, Sort = "profit", Filters = started.Filters })) all.Add(found);

        partial!.Partial.Should().BeTrue();
        seen.Select(static s => s.Version).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        seen[^1].Should().Match<ScanInfo>(s => s.HasEnded && s.Status == "complete" && s.TotalOpportunities == 31 && s.Strategies.Count == 2);
        all.Select(static o => o.Symbol).Should().Equal(["LATE", .. Enumerable.Range(0, 30).Select(static i => "S" + i)]);
        all[0].Should().Match<OpportunityInfo>(o => o.StrategyName == "gap" && o.RiskLevel == "medium" && o.ProfitPotentialUsd == 5_000_000);
        Json(seen[^1]).Should().Be(Json(await client.GetAsync(started.ScanId)), "the last state of a watch is what its status says");
    }

    [Fact]
    public async Task A_watch_goes_on_over_every_dropped_connection_and_shows_nothing_twice()
    {
        var strategies = Enumerable.Range(0, 6).Select(static i => new GatedStrategy($"strategy-{i}")).ToArray();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Http = o => o.EventInterval = TimeSpan.Zero }, strategies);
        var cutting = new CuttingHandler(site.App, eventsEach: 2);
        var client = Client(site, cutting, new ScanClientOptions { LongestPause = TimeSpan.FromMilliseconds(1) });
        var started = await client.StartAsync();

        var seen = new List<ScanInfo>();
        await foreach (var scan in client.WatchAsync(started.ScanId))
        {
            seen.Add(scan);
            if (seen.Count <= 6) strategies[seen.Count - 1].Emit(Sample.Opportunity("S" + seen.Count));
            else foreach (var strategy in strategies) strategy.Finish();
        }

        cutting.Opened.Should().BeGreaterThan(2);
        seen.Select(static s => s.Version).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        seen[^1].HasEnded.Should().BeTrue();
        Json(seen[^1]).Should().Be(Json(await client.GetAsync(started.ScanId)));
    }

    [Fact]
    public async Task A_line_that_is_silent_for_too_long_is_opened_again()
    {
        var clock = new FakeTimeProvider();
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(gap);
        var dead = new CuttingHandler(site.App, eventsEach: int.MaxValue) { FirstIsDead = true };
        var client = Client(site, dead, new ScanClientOptions { TimeProvider = clock, Silence = TimeSpan.FromSeconds(45) });
        var started = await client.StartAsync();
        gap.Finish();

        var end = await clock.AdvanceUntilAsync(client.WatchAsync(started.ScanId).LastAsync().AsTask(), TimeSpan.FromSeconds(5));

        end.HasEnded.Should().BeTrue();
        dead.Opened.Should().Be(2);
    }

    [Fact]
    public async Task Scans_are_listed_and_canceled_and_started_once_with_a_key()
    {
        await using var site = await ScanSite.StartAsync(new GatedStrategy("gap"));
        var client = Client(site);
        var ids = new List<string>();
        for (var i = 0; i < 5; i++) ids.Insert(0, (await client.StartAsync(new StartScan { ForceRefresh = true }, $"key \"{i}\"".Replace(' ', '-'))).ScanId);

        (await client.StartAsync(new StartScan { ForceRefresh = true }, "key-\"4\"")).ScanId.Should().Be(ids[0]);
        var canceled = await client.CancelAsync(ids[0]);
        var listed = new List<ScanListItem>();
        await foreach (var scan in client.ListAsync(pageSize: 2)) listed.Add(scan);

        canceled.ScanId.Should().Be(ids[0]);
        listed.Select(static s => s.ScanId).Should().BeEquivalentTo(ids);
        listed[0].Strategies.Should().ContainSingle().Which.Name.Should().Be("gap");
        (await client.WatchAsync(ids[0]).LastAsync()).Status.Should().Be("cancelled");
    }

    [Fact]
    public async Task What_the_server_refuses_says_what_is_wrong()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var client = Client(site);

        var missing = await FluentActions.Awaiting(() => client.GetAsync("scan_none")).Should().ThrowAsync<ScanProblemException>();
        var watched = await FluentActions.Awaiting(async () => await client.WatchAsync("scan_none").LastAsync()).Should().ThrowAsync<ScanProblemException>();
        var wrong = await FluentActions.Awaiting(() => client.StartAsync(new StartScan { FilterByRiskLevel = ["extreme"] })).Should().ThrowAsync<ScanProblemException>();

        missing.Which.Should().Match<ScanProblemException>(p => p.Code == "not_found" && p.Status == HttpStatusCode.NotFound && !p.MayPass);
        watched.Which.Code.Should().Be("not_found");
        wrong.Which.Errors.Should().ContainSingle().Which.Field.Should().Be("filter_by_risk_level");
        wrong.Which.Message.Should().Contain("'extreme' is not a risk level");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("http://localhost/api")]
    public void A_base_address_that_leads_elsewhere_is_refused(string? address)
    {
        using var http = new HttpClient { BaseAddress = address is null ? null : new Uri(address) };

        FluentActions.Invoking(() => new ScanClient(http)).Should().Throw<ArgumentException>().WithMessage("*end with a slash*");
    }

    private static string Json(ScanInfo scan) => JsonSerializer.Serialize(scan);

    private static ScanClient Client(ScanSite site, HttpMessageHandler? handler = null, ScanClientOptions? options = null)
    {
        var http = handler is null ? site.Http() : new HttpClient(handler);
        http.BaseAddress = new Uri("http://localhost" + SiteClient.Root + "/");
        http.Timeout = Timeout.InfiniteTimeSpan;
        http.DefaultRequestHeaders.Add("X-User", "ann");
        return new ScanClient(http, options);
    }
}
