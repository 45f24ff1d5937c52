using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class DiscoverTests
{
    [Fact]
    public async Task A_start_is_answered_with_everything_to_go_on_with()
    {
        await using var site = await ScanSite.StartAsync(new GatedStrategy("gap"));

        var answer = await site.Client().DiscoverAsync("""{"min_profit_potential": 10.5, "filter_by_risk_level": "low,medium"}""");

        answer.Status.Should().Be(HttpStatusCode.Accepted, answer.Text);
        var id = (string)answer.Json["scan_id"]!;
        id.Should().MatchRegex("^scan_[0-9a-f]{32}$");
        const string Query = "?min_profit_potential=10.5&filter_by_risk_level=low%2Cmedium";
        ((string)answer.Json["poll_url"]!).Should().Be($"/api/v1/opportunities/status/{id}{Query}");
        ((string)answer.Json["results_url"]!).Should().Be($"/api/v1/opportunities/results/{id}{Query}");
        ((string)answer.Json["events_url"]!).Should().Be($"/api/v1/opportunities/events/{id}{Query}");
        answer.Header("Location").Should().Be((string)answer.Json["poll_url"]!);
        answer.Header("Retry-After").Should().Be("2");
        ((string)answer.Json["status"]!).Should().Be("initiated");
        ((bool)answer.Json["success"]!).Should().BeTrue();
        ((double)answer.Json["polling_interval_seconds"]!).Should().Be(2);
        answer.Json["estimated_completion_seconds"].Should().BeNull();
        ((int)answer.Json["progress"]!["total_strategies"]!).Should().Be(1);
        answer.Json["filters"]!.ToJsonString().Should().Be("""{"filter_by_risk_level":["low","medium"],"min_profit_potential":10.5}""");
        foreach (var link in new[] { "poll_url", "results_url", "events_url" })
        {
            using var open = await site.Client().OpenAsync((string)answer.Json[link]!);
            open.IsSuccessStatusCode.Should().BeTrue(link);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"symbols": null, "force_refresh": null, "min_profit_potential": null, "strategy_ids": []}""")]
    public async Task An_empty_wish_runs_everything_and_applies_nothing(string body)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"), Sample.Finds("carry"));

        var answer = await site.Client().DiscoverAsync(body);

        answer.Status.Should().Be(HttpStatusCode.Accepted, answer.Text);
        ((int)answer.Json["progress"]!["total_strategies"]!).Should().Be(2);
        answer.Json["filters"]!.ToJsonString().Should().Be("{}");
    }

    [Fact]
    public async Task Who_asks_for_the_same_joins_what_runs()
    {
        await using var site = await ScanSite.StartAsync(new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();

        var again = await site.Client().DiscoverAsync("""{"max_required_capital": 5}""");

        ((string)again.Json["scan_id"]!).Should().Be(id, "filters do not change the scan");
        ((string)again.Json["status"]!).Should().Be("scanning");
    }

    [Fact]
    public async Task Who_asks_again_soon_gets_what_has_ended()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        var again = await site.Client().DiscoverAsync();

        ((string)again.Json["scan_id"]!).Should().Be(id);
        ((string)again.Json["status"]!).Should().Be("complete");
        ((double)again.Json["estimated_completion_seconds"]!).Should().Be(0);
    }

    [Fact]
    public async Task Who_asks_again_late_gets_a_new_scan()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock, Http = o => o.ReuseMaxAge = TimeSpan.FromMinutes(1) }, Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);
        clock.Advance(TimeSpan.FromMinutes(2));

        (await site.Client().StartAsync()).Should().NotBe(id);
    }

    [Theory, InlineData(false), InlineData(true), Trait("Incident", "E13")]
    public async Task A_scan_in_which_strategies_failed_answers_a_start_only_if_the_host_says_so(bool partial)
    {
        await using var site = await ScanSite.StartAsync(
            new SiteSetup { Http = o => o.ReusePartial = partial },
            Sample.Finds("gap"), Sample.FindsThenThrows("carry", new InvalidOperationException("The feed is silent.")));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        string.Equals(await site.Client().StartAsync(), id, StringComparison.Ordinal).Should().Be(partial);
    }

    [Fact]
    public async Task Without_reuse_only_what_runs_is_joined()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Http = o => o.ReuseMaxAge = TimeSpan.Zero }, Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        (await site.Client().StartAsync()).Should().NotBe(id);
    }

    [Fact]
    public async Task A_refresh_starts_a_new_scan_beside_the_one_that_runs()
    {
        await using var site = await ScanSite.StartAsync(new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();

        var refreshed = await site.Client().DiscoverAsync("""{"force_refresh": true}""");

        ((string)refreshed.Json["scan_id"]!).Should().NotBe(id);
        ((string)refreshed.Json["status"]!).Should().Be("initiated");
        ((string)(await site.Client().GetAsync("/status/" + id)).Json["status"]!).Should().Be("scanning", "nobody's scan is killed by a refresh");
    }

    [Fact]
    public async Task Symbols_and_tiers_become_parameters_of_the_scan()
    {
        var strategy = new AskedStrategy("gap", "symbol", "asset_tier");
        await using var site = await ScanSite.StartAsync(strategy);

        var answer = await site.Client().DiscoverAsync("""{"symbols": " IBM , BA,,IBM", "asset_tiers": ["tier 1", "a,b"]}""");

        answer.Json["filters"]!.ToJsonString().Should().Be("""{"symbols":["BA","IBM"],"asset_tiers":["a,b","tier 1"]}""");
        ((string)answer.Json["poll_url"]!).Should().NotContain("?", "they are the scan's and need not travel");
        var asked = await strategy.AskedAsync();
        asked["symbol"].Should().Equal("BA", "IBM");
        asked["asset_tier"].Should().Equal("a,b", "tier 1");
        var id = (string)answer.Json["scan_id"]!;
        (await site.Client().EndAsync(id)).Json["filters"]!.ToJsonString().Should().Be(answer.Json["filters"]!.ToJsonString());
    }

    [Fact]
    public async Task A_host_can_add_fields_of_its_own()
    {
        var strategy = new AskedStrategy("gap", "account");
        await using var site = await ScanSite.StartAsync(new SiteSetup { Http = o => o.Parameters["account_size"] = "account" }, strategy);

        var answer = await site.Client().DiscoverAsync("""{"account_size": "1000"}""");

        answer.Status.Should().Be(HttpStatusCode.Accepted, answer.Text);
        (await strategy.AskedAsync())["account"].Should().Equal("1000");
        answer.Json["filters"]!.ToJsonString().Should().Be("""{"account_size":["1000"]}""");
    }

    [Fact]
    public async Task Chosen_strategies_are_run_and_echoed()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"), Sample.Finds("carry"), Sample.Finds("pairs"));

        var answer = await site.Client().DiscoverAsync("""{"strategy_ids": "pairs,gap"}""");

        ((int)answer.Json["progress"]!["total_strategies"]!).Should().Be(2);
        answer.Json["filters"]!["strategy_ids"]!.ToJsonString().Should().Be("""["gap","pairs"]""");
    }

    [Fact]
    public async Task A_start_is_refused_while_the_owner_has_too_many()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Scanning = o => o.Limits.MaxActiveScansPerOwner = 1 }, new GatedStrategy("gap"));
        await site.Client().StartAsync();

        var refused = await site.Client().DiscoverAsync("""{"force_refresh": true}""");

        refused.Status.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Code.Should().Be("owner_limit");
        refused.Header("Retry-After").Should().Be("2");
        (await site.Client("bob").DiscoverAsync()).Status.Should().Be(HttpStatusCode.Accepted, "each owner has a limit of its own");
    }

    [Fact]
    public async Task A_start_is_refused_while_the_queue_is_full()
    {
        var setup = new SiteSetup { Scanning = o => o.RunWorker = false, Services = s => s.Configure<InMemoryStoreOptions>(o => o.MaxQueuedScans = 1) };
        await using var site = await ScanSite.StartAsync(setup, Sample.Finds("gap"));
        await site.Client().StartAsync();

        var refused = await site.Client("bob").DiscoverAsync();

        refused.Status.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Code.Should().Be("queue_full");
        refused.Header("Retry-After").Should().Be("2");
    }
}
