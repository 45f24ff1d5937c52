using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class StatusTests
{
    [Fact]
    public async Task A_running_scan_shows_how_far_it_is()
    {
        var gap = new GatedStrategy("gap").Emit(Sample.Opportunities(2)).Report(0.5);
        await using var site = await ScanSite.StartAsync(gap, Sample.Finds("carry", Sample.Opportunity("IBM")));
        var id = await site.Client().StartAsync();

        var answer = await site.Client().StatusAsync(id, s => (int)s["progress"]!["opportunities_found_so_far"]! == 3 && (int)s["progress"]!["succeeded"]! == 1 && (double)s["progress"]!["percentage"]! == 75);

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Header("Retry-After").Should().Be("2");
        answer.Header("ETag").Should().Be($"\"{(long)answer.Json["version"]!}\"");
        ((string)answer.Json["status"]!).Should().Be("scanning");
        ((string)answer.Json["phase"]!).Should().Be("running");
        ((string)answer.Json["message"]!).Should().Be("The scan is running; 1 of 2 strategies done, 3 opportunities found.");
        answer.Json["progress"]!.ToJsonString().Should().Be(
            """{"strategies_completed":1,"total_strategies":2,"opportunities_found_so_far":3,"percentage":75,"succeeded":1,"failed":0,"timed_out":0,"cancelled":0,"skipped":0,"not_applicable":0,"running":1,"pending":0,"rejected":0,"merged":0}""");
        answer.Json["partial_results"]!.AsArray().Should().HaveCount(3);
        answer.Json["ended_at"].Should().BeNull();
        answer.Json["deadline_at"].Should().NotBeNull();
        var strategy = answer.Json["strategies"]![0]!;
        ((string)strategy["strategy_id"]!).Should().Be("gap");
        ((string)strategy["status"]!).Should().Be("running");
        ((double)strategy["progress"]!).Should().Be(0.5);
        ((int)strategy["found"]!).Should().Be(2);
    }

    [Fact]
    public async Task A_queued_scan_is_scanning_and_says_that_it_waits()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Scanning = o => o.RunWorker = false }, Sample.Finds("gap"));
        var id = await site.Client().StartAsync();

        var answer = await site.Client().GetAsync("/status/" + id);

        ((string)answer.Json["status"]!).Should().Be("scanning");
        ((string)answer.Json["phase"]!).Should().Be("queued");
        answer.Json["started_at"].Should().BeNull();
        answer.Json["estimated_time_remaining_seconds"].Should().BeNull("it is not known, and never invented");
    }

    [Fact]
    public async Task A_scan_that_has_ended_shows_everything()
    {
        var rejected = new GatedStrategy("gap")
            .Emit(Sample.Opportunity("IBM"), Sample.Opportunity("BA") with { Confidence = 2 }, Sample.Opportunity("IBM")).Finish();
        var failing = Sample.FindsThenThrows("carry", new StrategyException("no_feed", "The feed is silent."), Sample.Opportunity("KO"));
        await using var site = await ScanSite.StartAsync(rejected, failing);
        var id = await site.Client().StartAsync();

        var answer = await site.Client().EndAsync(id);

        answer.Header("Retry-After").Should().BeNull("nothing changes any more");
        ((string)answer.Json["status"]!).Should().Be("complete");
        ((string)answer.Json["end_cause"]!).Should().Be("all_settled");
        answer.Json["zero_reason"].Should().BeNull();
        ((double)answer.Json["estimated_time_remaining_seconds"]!).Should().Be(0);
        foreach (var counts in new[] { answer.Json["strategies"]![0]!, answer.Json["progress"]! })
            ((int)counts["rejected"]!, (int)counts["merged"]!).Should().Be((1, 1));
        answer.Json["strategies"]![0]!["rejections"]!.ToJsonString().Should().Be("""{"confidence":1}""");
        ((string)answer.Json["strategies"]![1]!["status"]!).Should().Be("failed");
        ((string)answer.Json["strategies"]![1]!["error_code"]!).Should().Be("no_feed");
        ((string)answer.Json["strategies"]![1]!["message"]!).Should().Be("The feed is silent.");
        ((string)answer.Json["ended_at"]!).Should().EndWith("Z");
        ((string)answer.Json["expires_at"]!).Should().EndWith("Z");
    }

    [Theory]
    [InlineData("none", "failed", "all_failed")]
    [InlineData("some", "complete", "found_none")]
    public async Task A_scan_without_results_says_why(string kind, string status, string reason)
    {
        await using var site = await ScanSite.StartAsync(kind is "some" ? Sample.Finds("gap") : Sample.FindsThenThrows("gap", new InvalidOperationException("secret")));
        var id = await site.Client().StartAsync();

        var answer = await site.Client().EndAsync(id);

        ((string)answer.Json["status"]!).Should().Be(status);
        ((string)answer.Json["zero_reason"]!).Should().Be(reason);
        answer.Text.Should().NotContain("secret");
    }

    [Fact]
    public async Task A_scan_that_ran_out_of_time_says_so()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();

        var answer = await Limit.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                return site.Client().GetAsync("/status/" + id);
            },
            a => (string)a.Json["phase"]! is "ended");

        ((string)answer.Json["status"]!).Should().Be("timed_out");
        ((string)answer.Json["strategies"]![0]!["status"]!).Should().Be("timed_out");
    }

    [Fact]
    public async Task An_opportunity_is_shown_in_full()
    {
        var found = new Opportunity
        {
            Type = "spot",
            Symbol = "IBM",
            Exchange = "NYSE",
            Side = Side.Sell,
            ProfitPotential = 12.34m,
            Confidence = 0.75,
            Risk = RiskLevel.VeryHigh,
            RequiredCapital = 1_000,
            Timeframe = "1d",
            EntryPrice = 10.5m,
            Metadata = System.Text.Json.JsonDocument.Parse("""{"why": ["a", 1]}""").RootElement,
            DiscoveredAt = new DateTimeOffset(2026, 1, 5, 10, 0, 0, TimeSpan.FromHours(2)),
        };
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", found));
        var id = await site.Client().StartAsync();

        var answer = await site.Client().EndAsync(id);

        answer.Json["partial_results"]![0]!.ToJsonString().Should().Be(
            """{"strategy_id":"gap","strategy_name":"gap","opportunity_type":"spot","symbol":"IBM","exchange":"NYSE","side":"sell","profit_potential_usd":12.34,"confidence_score":0.75,"risk_level":"very_high","required_capital_usd":1000,"estimated_timeframe":"1d","entry_price":10.5,"exit_price":null,"metadata":{"why":["a",1]},"discovered_at":"2026-01-05T08:00:00Z","expires_at":null}""");
    }

    [Fact]
    public async Task Filters_show_the_best_ten_that_pass()
    {
        var found = Sample.Opportunities(200).Select((o, i) => o with { Risk = i % 2 == 0 ? RiskLevel.Low : RiskLevel.High, RequiredCapital = i });
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", found));
        var id = await site.Client().StartAsync("""{"filter_by_risk_level": "high"}""");
        await site.Client().EndAsync(id);

        var answer = await site.Client().GetAsync($"/status/{id}?filter_by_risk_level=high&max_required_capital=150&min_profit_potential=1");
        var one = await site.Client().GetAsync($"/status/{id}?symbols=S7&symbols=S9,S8");

        answer.Json["partial_results"]!.AsArray().Select(o => (string)o!["symbol"]!).Should().Equal(Enumerable.Range(0, 10).Select(i => $"S{(2 * i) + 1}"));
        answer.Json["filters"]!.ToJsonString().Should().Be("""{"filter_by_risk_level":["high"],"min_profit_potential":1,"max_required_capital":150}""");
        ((string)answer.Json["results_url"]!).Should().EndWith("?min_profit_potential=1&max_required_capital=150&filter_by_risk_level=high");
        one.Json["partial_results"]!.AsArray().Select(o => (string)o!["symbol"]!).Should().Equal("S7", "S8", "S9");
    }

    [Theory]
    [InlineData("wait=5", "wait")]
    [InlineData("min_profit_potential=x", "min_profit_potential")]
    [InlineData("min_profit_potential=1&min_profit_potential=2", "min_profit_potential")]
    [InlineData("max_required_capital=1e", "max_required_capital")]
    [InlineData("max_required_capital=1e300", "max_required_capital")]
    [InlineData("max_required_capital=.5", "max_required_capital")]
    [InlineData("max_required_capital=05", "max_required_capital")]
    [InlineData("max_required_capital=%2B5", "max_required_capital")]
    [InlineData("max_required_capital=%205", "max_required_capital")]
    [InlineData("min_confidence=1.5", "min_confidence")]
    [InlineData("filter_by_risk_level=none", "filter_by_risk_level")]
    [InlineData("sides=long", "sides")]
    [InlineData("strategy_ids=a%20b", "strategy_ids")]
    [InlineData("strategy_types=a&opportunity_type=b", "strategy_types")]
    [InlineData("symbols=a%0D%0Ab", "symbols")]
    public async Task A_query_that_breaks_a_rule_names_field_and_rule(string query, string field)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var id = await site.Client().StartAsync();

        foreach (var path in new[] { "/status/" + id, "/results/" + id, "/events/" + id, "/latest" })
        {
            var answer = await site.Client().GetAsync($"{path}?{query}");

            answer.Status.Should().Be(HttpStatusCode.BadRequest, answer.Text);
            ((string)answer.Json["errors"]!.AsArray().Should().ContainSingle(path).Subject!["field"]!).Should().Be(field);
        }
    }
}
