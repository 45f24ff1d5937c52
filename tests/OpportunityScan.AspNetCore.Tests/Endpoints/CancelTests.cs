using System.Net;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class CancelTests
{
    [Fact]
    public async Task A_running_scan_is_told_to_stop_and_its_status_shows_when_it_has()
    {
        var gap = new GatedStrategy("gap") { IgnoresCancellation = true }.Emit(Sample.Opportunity("IBM"));
        await using var site = await ScanSite.StartAsync(gap);
        var id = await site.Client().StartAsync();
        await site.Client().StatusAsync(id, s => (int)s["progress"]!["opportunities_found_so_far"]! == 1);

        var answer = await site.Client().DeleteAsync("/" + id);
        var under = await site.Client().GetAsync("/status/" + id);
        var again = await site.Client().DeleteAsync("/" + id);
        var ended = await site.Client().EndAsync(id);

        answer.Status.Should().Be(HttpStatusCode.Accepted);
        ((string)answer.Json["poll_url"]!).Should().Be("/api/v1/opportunities/status/" + id);
        answer.Header("Retry-After").Should().Be("2");
        ((string)under.Json["phase"]!).Should().BeOneOf("cancelling", "ended");
        again.Status.Should().BeOneOf(HttpStatusCode.Accepted, HttpStatusCode.OK);
        ((string)ended.Json["status"]!).Should().Be("cancelled");
        ended.Json["partial_results"]!.AsArray().Should().ContainSingle("what was found is kept");
    }

    [Fact]
    public async Task A_queued_scan_is_cancelled_at_once()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Scanning = o => o.RunWorker = false }, Sample.Finds("gap"));
        var id = await site.Client().StartAsync();

        var answer = await site.Client().DeleteAsync("/" + id);

        answer.Status.Should().Be(HttpStatusCode.Accepted);
        ((string)answer.Json["status"]!).Should().Be("cancelled");
        ((string)(await site.Client().GetAsync("/status/" + id)).Json["zero_reason"]!).Should().Be("no_strategy_ran");
    }

    [Fact]
    public async Task What_has_ended_stays_as_it_is()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        var answer = await site.Client().DeleteAsync("/" + id);

        answer.Status.Should().Be(HttpStatusCode.OK);
        ((string)answer.Json["status"]!).Should().Be("complete");
        ((string)answer.Json["message"]!).Should().Be("The scan had ended before; there is nothing to cancel.");
    }
}
