using System.Net;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class ConditionalTests
{
    [Theory]
    [InlineData("{0}")]
    [InlineData("W/{0}")]
    [InlineData("\"999\", {0}")]
    [InlineData("*")]
    public async Task What_the_client_knows_is_not_sent_again(string pattern)
    {
        await using var site = await ScanSite.StartAsync(new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();
        var known = await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);

        var answer = await site.Client().GetAsync("/status/" + id, ("If-None-Match", pattern.Replace("{0}", known.Header("ETag"), StringComparison.Ordinal)));

        answer.Status.Should().Be(HttpStatusCode.NotModified);
        answer.Text.Should().BeEmpty();
        answer.Header("ETag").Should().Be(known.Header("ETag"));
        answer.Header("Retry-After").Should().Be("2");
    }

    [Fact]
    public async Task A_change_is_sent()
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(gap);
        var id = await site.Client().StartAsync();
        var known = await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);
        gap.Finish();
        var ended = await site.Client().EndAsync(id);

        var answer = await site.Client().GetAsync("/status/" + id, ("If-None-Match", known.Header("ETag")!));

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Text.Should().Be(ended.Text, "what has ended never changes");
    }

    [Fact]
    public async Task A_version_of_other_filters_is_another_representation()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        var plain = await site.Client().EndAsync(id);
        var filtered = await site.Client().GetAsync($"/status/{id}?symbols=IBM");

        filtered.Header("ETag").Should().NotBe(plain.Header("ETag"));
        (await site.Client().GetAsync($"/status/{id}?symbols=IBM", ("If-None-Match", plain.Header("ETag")!))).Status.Should().Be(HttpStatusCode.OK);
        (await site.Client().GetAsync($"/status/{id}?symbols=%49BM", ("If-None-Match", filtered.Header("ETag")!))).Status.Should().Be(HttpStatusCode.NotModified);
    }

    [Fact]
    public async Task The_latest_scan_is_not_taken_for_another_one_of_the_same_version()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Scanning = o => o.RunWorker = false }, Sample.Finds("gap"));
        await site.Client().StartAsync();
        var first = await site.Client().GetAsync("/latest");
        (await site.Client().GetAsync("/latest", ("If-None-Match", first.Header("ETag")!))).Status.Should().Be(HttpStatusCode.NotModified);
        var id = await site.Client().StartAsync("""{"force_refresh": true}""");

        var second = await site.Client().GetAsync("/latest", ("If-None-Match", first.Header("ETag")!));

        second.Status.Should().Be(HttpStatusCode.OK);
        ((string)second.Json["scan_id"]!).Should().Be(id);
        ((long)second.Json["version"]!).Should().Be((long)first.Json["version"]!);
    }
}
