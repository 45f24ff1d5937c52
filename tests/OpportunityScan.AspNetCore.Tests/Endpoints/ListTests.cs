using System.Net;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.AspNetCore.Requests;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class ListTests
{
    private static readonly ScanPlan Plan = new()
    {
        Key = new ScanKey(Sample.Owner, ScanId.New()),
        Incarnation = "one",
        Fingerprint = default,
        Parameters = ScanParameters.Empty,
        Strategies = [],
        Deadline = TimeSpan.FromMinutes(1),
        QueueTimeout = TimeSpan.FromMinutes(1),
        Retention = TimeSpan.FromMinutes(1),
        TombstoneRetention = TimeSpan.FromMinutes(1),
        MaxAttempts = 1,
    };

    [Fact]
    public async Task Scans_are_listed_newest_first_page_by_page()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, Sample.Finds("gap", Sample.Opportunity("IBM")));
        var started = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            if (i != 3) clock.Advance(TimeSpan.FromSeconds(1)); // two of one instant
            started.Insert(0, await site.Client().StartAsync("""{"force_refresh": true}"""));
            await site.Client().EndAsync(started[0]);
        }

        var (seen, path) = (new List<string>(), "/?limit=3");
        while (path is not null)
        {
            var answer = await site.Client().GetAsync(path);
            answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
            seen.AddRange(answer.Json["scans"]!.AsArray().Select(s => (string)s!["scan_id"]!));
            path = answer.Header("Link") is { } link ? link[1..link.IndexOf('>', StringComparison.Ordinal)] : null;
            ((string?)answer.Json["next_cursor"] is null).Should().Be(path is null);
            await site.Client().StartAsync("""{"force_refresh": true}"""); // what comes later moves nothing
        }

        seen.Should().HaveCount(7).And.OnlyHaveUniqueItems();
        seen.Should().BeEquivalentTo(started);
        (await site.Client("bob").GetAsync("")).Json["scans"]!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public async Task A_listed_scan_leads_to_its_status_and_results()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunity("IBM")));
        var id = await site.Client().StartAsync();
        var ended = await site.Client().EndAsync(id);

        var scan = (await site.Client().GetAsync("/")).Json["scans"]!.AsArray().Should().ContainSingle().Subject!;

        ((string)scan["status"]!).Should().Be("complete");
        ((string)scan["ended_at"]!).Should().Be((string)ended.Json["ended_at"]!);
        scan["progress"]!.ToJsonString().Should().Be(ended.Json["progress"]!.ToJsonString());
        ((string)scan["started_at"]!).Should().Be((string)ended.Json["started_at"]!);
        ((double)scan["duration_seconds"]!).Should().BeGreaterThanOrEqualTo(0);
        scan["strategies"]!.ToJsonString().Should().Be("""[{"strategy_id":"gap","name":"gap"}]""");
        (await site.Client().GetAsync((string)scan["poll_url"]!)).Text.Should().Be(ended.Text);
        (await site.Client().GetAsync((string)scan["results_url"]!)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_list_tells_what_each_scan_was_asked_and_what_was_to_be_shown_of_it()
    {
        await using var site = await ScanSite.StartAsync(new AskedStrategy("gap", "symbol", "asset_tier"));
        await site.Client().StartAsync("""{"symbols": "IBM", "filter_by_risk_level": "HIGH", "min_profit_potential": 10.5, "preferred_timeframes": ["1d", "1w"]}""");
        await site.Client().StartAsync("""{"asset_tiers": "one"}""");

        var scans = (await site.Client().GetAsync("/")).Json["scans"]!.AsArray();
        var told = scans.Select(s => (s!["filters"]!.ToJsonString(), ((string)s["results_url"]!).Split('?').ElementAtOrDefault(1)));

        told.Should().BeEquivalentTo([
            ("""{"symbols":["IBM"],"filter_by_risk_level":["high"],"min_profit_potential":10.5,"preferred_timeframes":["1d","1w"]}""",
                "min_profit_potential=10.5&filter_by_risk_level=high&preferred_timeframes=1d%2C1w"),
            ("""{"asset_tiers":["one"]}""", null),
        ]);
    }

    [Theory]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=1", "cursor")]
    [InlineData("cursor=x~scan_1", "cursor")]
    [InlineData("cursor=1~a%20b", "cursor")]
    [InlineData("cursor=9999999999999999999~a", "cursor")]
    [InlineData("status=complete", "status")]
    public async Task A_query_that_breaks_a_rule_names_field_and_rule(string query, string field)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        var answer = await site.Client().GetAsync("/?" + query);

        answer.Status.Should().Be(HttpStatusCode.BadRequest, answer.Text);
        ((string)answer.Json["errors"]!.AsArray().Should().ContainSingle().Subject!["field"]!).Should().Be(field);
    }

    [Theory]
    [InlineData("c", "b,a,z,y")]
    [InlineData("b", "a,z,y")]
    [InlineData("a", "z,y")]
    [InlineData("gone", "c,b,a,z,y")]
    public async Task A_cursor_is_exact_among_scans_of_one_instant(string last, string expected)
    {
        var (late, early) = (DateTimeOffset.UnixEpoch.AddDays(1), DateTimeOffset.UnixEpoch);
        var scans = new[] { ("n", late.AddDays(1)), ("c", late), ("b", late), ("a", late), ("z", early), ("y", early) };

        var rest = await new ListCursor(late, new ScanId(last)).SkipAsync(scans.Select(s => Summary(s.Item1, s.Item2)).ToAsyncEnumerable()).ToListAsync();

        string.Join(',', rest.Select(s => s.Key.Id)).Should().Be(expected);
    }

    [Fact]
    public async Task Of_scans_of_one_instant_none_is_lost_when_the_last_one_shown_is_gone()
    {
        var scans = Enumerable.Range(0, 2).Select(i => Summary($"s{i}", DateTimeOffset.UnixEpoch));

        var rest = await new ListCursor(DateTimeOffset.UnixEpoch, new ScanId("gone")).SkipAsync(scans.ToAsyncEnumerable()).ToListAsync();

        rest.Should().HaveCount(2);
    }

    [Fact]
    public async Task An_owner_without_scans_has_no_latest()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        await site.Client().StartAsync();

        var answer = await site.Client("bob").GetAsync("/latest");

        answer.Status.Should().Be(HttpStatusCode.NotFound);
        answer.Code.Should().Be("not_found");
    }

    [Fact]
    public async Task The_latest_scan_is_shown_as_its_status_is()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunities(3)));
        await site.Client().EndAsync(await site.Client().StartAsync());
        var id = await site.Client().StartAsync("""{"force_refresh": true}""");
        var status = await site.Client().EndAsync(id);

        (await site.Client().GetAsync("/latest")).Text.Should().Be(status.Text);
        (await site.Client().GetAsync("/latest?symbols=S1")).Text.Should().Be((await site.Client().GetAsync($"/status/{id}?symbols=S1")).Text);
    }

    private static ScanSummary Summary(string id, DateTimeOffset createdAt) =>
        new(Plan with { Key = new ScanKey(Sample.Owner, new ScanId(id)) }, ScanStatus.Queued, 1, createdAt, null, null, ScanProgress.Of([]));
}
