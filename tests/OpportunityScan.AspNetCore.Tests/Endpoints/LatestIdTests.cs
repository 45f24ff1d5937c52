using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

/// <summary>The owner's newest scan, by <c>latest</c> in place of an id.</summary>
public sealed class LatestIdTests
{
    [Fact]
    public async Task Latest_is_an_id_for_whatever_is_read()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunities(2)));
        await site.Client().EndAsync(await site.Client().StartAsync());
        var id = await site.Client().StartAsync("""{"force_refresh": true}""");
        await site.Client().EndAsync(id);

        foreach (var kind in (string[])["status", "results"])
        {
            var answer = await site.Client().GetAsync($"/{kind}/latest");
            answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
            ((string)answer.Json["scan_id"]!).Should().Be(id);
        }

        var status = await site.Client().GetAsync("/status/latest");
        ((string)status.Json["poll_url"]!).Should().Be($"{SiteClient.Root}/status/{id}");
        (await site.Client().GetAsync("/status/latest", ("If-None-Match", status.Header("ETag")!))).Status.Should().Be(HttpStatusCode.NotModified);
        using var events = await site.Client().OpenAsync("/events/latest");
        (await Limit.Within(events.Content.ReadAsStringAsync())).Should().Contain(id);
    }

    [Theory]
    [InlineData("/status/latest")]
    [InlineData("/results/latest")]
    [InlineData("/events/latest")]
    public async Task Who_has_no_scan_has_no_latest(string path)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        (await site.Client().GetAsync(path)).Code.Should().Be("not_found");
    }

    [Theory]
    [InlineData("/latest")]
    [InlineData("/status/latest")]
    public async Task A_wait_for_the_latest_ends_with_the_next_scan(string path)
    {
        var clock = new FakeTimeProvider();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, Sample.Finds("gap"));
        await site.Client().EndAsync(await site.Client().StartAsync());
        var known = await site.Client().GetAsync(path);

        var waiting = site.Client().GetAsync(path, ("Prefer", "wait=30"), ("If-None-Match", known.Header("ETag")!));
        var id = await site.Client().StartAsync("""{"force_refresh": true}""");
        var answer = await clock.AdvanceUntilAsync(waiting, TimeSpan.FromMilliseconds(500));

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Header("Preference-Applied").Should().Be("wait=30");
        ((string)answer.Json["scan_id"]!).Should().Be(id);
    }

    [Fact]
    public async Task A_wait_for_the_latest_in_vain_ends_with_nothing_new()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, Sample.Finds("gap"));
        await site.Client().EndAsync(await site.Client().StartAsync());
        var known = await site.Client().GetAsync("/latest");
        var began = clock.GetUtcNow();

        var answer = await clock.AdvanceUntilAsync(
            site.Client().GetAsync("/latest", ("Prefer", "wait=99999999999999"), ("If-None-Match", known.Header("ETag")!)), TimeSpan.FromSeconds(1));

        (answer.Status, answer.Header("Preference-Applied")).Should().Be((HttpStatusCode.NotModified, "wait=30"));
        (clock.GetUtcNow() - began).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("/latest")]
    [InlineData("/status/{0}")]
    public async Task Who_has_whatever_there_is_is_not_answered_at_once(string path)
    {
        var clock = new FakeTimeProvider();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);
        var began = clock.GetUtcNow();

        var answer = await clock.AdvanceUntilAsync(
            site.Client().GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id), ("Prefer", "wait=10"), ("If-None-Match", "*")), TimeSpan.FromSeconds(1));

        answer.Status.Should().Be(HttpStatusCode.NotModified);
        (clock.GetUtcNow() - began).Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(10), "it would ask again and again");
    }

    [Fact]
    public async Task Who_has_whatever_there_is_gets_the_next_change()
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = new FakeTimeProvider() }, gap);
        var id = await site.Client().StartAsync();
        await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);

        var waiting = site.Client().GetAsync("/status/" + id, ("Prefer", "wait=20"), ("If-None-Match", "*"));
        var found = 0;
        await Limit.UntilAsync(() =>
        {
            gap.Emit(Sample.Opportunity("S" + found++)); // the first may come before the wait begins
            return waiting.IsCompleted;
        });

        var answer = await waiting;
        answer.Status.Should().Be(HttpStatusCode.OK);
        ((int)answer.Json["total_opportunities"]!).Should().BePositive();
    }
}
