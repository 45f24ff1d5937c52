using System.Net;
using Microsoft.Extensions.Logging;

namespace OpportunityScan.AspNetCore.Tests.Security;

public sealed class InjectionTests
{
    private const string Evil = "a%0D%0ASet-Cookie:%20x=1%0A2026-01-05%20CRIT%20forged";

    [Theory]
    [InlineData("/status/" + Evil)]
    [InlineData("/results/" + Evil)]
    [InlineData("/events/" + Evil)]
    [InlineData("/status/scan_1?" + Evil + "=1")]
    [InlineData("/status/scan_1?symbols=" + Evil)]
    [InlineData("/results/scan_1?cursor=" + Evil)]
    [InlineData("/results/scan_1?sort=" + Evil)]
    [InlineData("/?cursor=" + Evil)]
    [InlineData("/events/scan_1?after=" + Evil)]
    public async Task Line_breaks_reach_neither_headers_nor_logs(string path)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        var answer = await site.Client().GetAsync(path);

        ((int)answer.Status).Should().BeOneOf(400, 404);
        answer.Header("Set-Cookie").Should().BeNull();
        ((string)answer.Json["detail"]!).Should().NotContainAny("\r", "\n");
        foreach (var error in answer.Json["errors"]!.AsArray()) ((string)error!["message"]!).Should().NotContainAny("\r", "\n");
        OwnLog(site).Should().BeEmpty("what a client sends is no event");
    }

    [Theory]
    [InlineData("Idempotency-Key", "a\r\nSet-Cookie: x=1")]
    [InlineData("Last-Event-ID", "1\r\nSet-Cookie: x=1")]
    [InlineData("If-None-Match", "\"1\r\nSet-Cookie: x=1\"")]
    [InlineData("Prefer", "wait=1\r\nSet-Cookie: x=1")]
    public async Task Line_breaks_in_a_header_are_never_sent_back(string name, string value)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        // A server in between refuses such a header; this one is handed it nevertheless.
        foreach (var (method, path) in new[] { ("POST", "/discover"), ("GET", "/status/" + id), ("GET", "/events/" + id) })
        {
            var context = await site.SendRawAsync(method, SiteClient.Root + path, name, value);
            context.Response.StatusCode.Should().BeLessThan(500);
            context.Response.Headers.ContainsKey("Set-Cookie").Should().BeFalse();
            context.Response.Headers.SelectMany(h => h.Value.ToArray()).Should().OnlyContain(v => !v!.Contains('\n'));
        }

        OwnLog(site).Should().BeEmpty();
    }

    [Fact]
    public async Task An_unknown_field_is_shown_short_and_harmless()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        var answer = await site.Client().DiscoverAsync($$"""{"a\r\n{{new string('x', 5_000)}}": 1}""");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Text.Length.Should().BeLessThan(2_000);
        ((string)answer.Json["errors"]![0]!["field"]!).Should().NotContainAny("\r", "\n");
    }

    [Fact]
    public async Task Something_unexpected_says_nothing_of_the_inside_and_is_logged_once()
    {
        var setup = new SiteSetup { Http = o => o.Owner = _ => throw new InvalidOperationException("password=hunter2") };
        await using var site = await ScanSite.StartAsync(setup, Sample.Finds("gap"));

        var answer = await site.Client().GetAsync("/status/scan_1");

        answer.Status.Should().Be(HttpStatusCode.InternalServerError);
        answer.Code.Should().Be("internal");
        answer.Text.Should().NotContainAny("hunter2", "Exception", " at ");
        var logged = site.Log.GetSnapshot().Where(r => r.Level >= LogLevel.Error).Should().ContainSingle().Subject;
        logged.Message.Should().Be("The endpoint /status/{scan_id} failed unexpectedly.");
        logged.Exception!.Message.Should().Contain("hunter2");
    }

    private static IEnumerable<string> OwnLog(ScanSite site) =>
        site.Log.GetSnapshot().Where(r => r.Category?.StartsWith("OpportunityScan", StringComparison.Ordinal) == true && r.Level >= LogLevel.Warning).Select(r => r.Message);
}
