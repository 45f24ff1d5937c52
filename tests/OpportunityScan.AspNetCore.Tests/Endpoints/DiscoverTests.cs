using System.Net;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class DiscoverTests
{
    [Fact]
    public async Task A_start_is_answered_with_everything_to_go_on_with()
    {
        var strategy = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(strategy);

        var answer = await site.Client().DiscoverAsync("""{"min_profit_potential": 10.5, "filter_by_risk_level": "low,medium"}""");

        answer.Status.Should().Be(HttpStatusCode.Accepted, answer.Text);
        var id = (string)answer.Json["scan_id"]!;
        id.Should().MatchRegex("^scan_[0-9a-f]{32}$");
        var query = "?min_profit_potential=10.5&filter_by_risk_level=low%2Cmedium";
        ((string)answer.Json["poll_url"]!).Should().Be($"/api/v1/opportunities/status/{id}{query}");
        ((string)answer.Json["results_url"]!).Should().Be($"/api/v1/opportunities/results/{id}{query}");
        ((string)answer.Json["events_url"]!).Should().Be($"/api/v1/opportunities/events/{id}{query}");
        answer.Header("Location").Should().Be((string)answer.Json["poll_url"]!);
        answer.Header("Retry-After").Should().Be("2");
        ((string)answer.Json["status"]!).Should().Be("initiated");
        ((bool)answer.Json["success"]!).Should().BeTrue();
        ((double)answer.Json["polling_interval_seconds"]!).Should().Be(2);
        answer.Json["estimated_completion_seconds"].Should().BeNull();
        ((int)answer.Json["progress"]!["total_strategies"]!).Should().Be(1);
        answer.Json["filters"]!.ToJsonString().Should().Be("""{"filter_by_risk_level":["low","medium"],"min_profit_potential":10.5}""");
    }

    [Fact]
    public async Task A_scan_can_be_followed_to_its_results()
    {
        var strategy = new GatedStrategy("gap").Emit(Sample.Opportunities(3)).Finish();
        await using var site = await ScanSite.StartAsync(strategy);
        var ann = site.Client();
        var id = await ann.StartAsync();

        var status = await ann.EndAsync(id);
        var results = await ann.GetAsync("/results/" + id);
        var events = await ann.GetAsync("/events/" + id);

        ((string)status.Json["status"]!).Should().Be("complete", status.Text);
        results.Status.Should().Be(HttpStatusCode.OK, results.Text);
        results.Json["opportunities"]!.AsArray().Should().HaveCount(3);
        events.Text.Should().Contain("event: snapshot").And.Contain("\"phase\":\"ended\"");
        (await ann.GetAsync("/latest")).Text.Should().Be(status.Text);
        (await ann.GetAsync("/")).Json["scans"]!.AsArray().Should().ContainSingle();
        (await ann.DeleteAsync("/" + id)).Status.Should().Be(HttpStatusCode.OK);
    }
}
