using System.Net;
using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class LongPollTests
{
    [Fact]
    public async Task A_wait_ends_with_the_next_change()
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = new FakeTimeProvider() }, gap);
        var id = await site.Client().StartAsync();
        var known = await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);

        var waiting = site.Client().GetAsync("/status/" + id, ("Prefer", "wait=20"), ("If-None-Match", known.Header("ETag")!));
        gap.Emit(Sample.Opportunity("IBM"));
        var answer = await waiting;

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Header("Preference-Applied").Should().Be("wait=20");
        ((long)answer.Json["version"]!).Should().BeGreaterThan((long)known.Json["version"]!);
        ((int)answer.Json["progress"]!["opportunities_found_so_far"]!).Should().Be(1);
    }

    [Fact]
    public async Task A_wait_without_a_known_version_is_for_what_comes_after_now()
    {
        var clock = new FakeTimeProvider();
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, gap);
        var id = await site.Client().StartAsync();
        var known = await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);

        var waiting = site.Client().GetAsync("/status/" + id, ("Prefer", "respond-async, wait=\"5\""));
        var answer = await clock.AdvanceUntilAsync(waiting, TimeSpan.FromSeconds(1));

        answer.Status.Should().Be(HttpStatusCode.OK, "it has no version to be compared with");
        answer.Text.Should().NotBeEmpty();
        ((long)answer.Json["version"]!).Should().Be((long)known.Json["version"]!);
    }

    [Fact]
    public async Task A_wait_in_vain_ends_with_nothing_new()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock, Http = o => o.LongPollLimit = TimeSpan.FromSeconds(3) }, new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();
        var known = await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);

        var waiting = site.Client().GetAsync("/status/" + id, ("Prefer", "wait=600"), ("If-None-Match", known.Header("ETag")!));
        var answer = await clock.AdvanceUntilAsync(waiting, TimeSpan.FromMilliseconds(200));

        answer.Status.Should().Be(HttpStatusCode.NotModified);
        answer.Header("Preference-Applied").Should().Be("wait=3", "no more than the limit is granted");
    }

    [Fact]
    public async Task What_has_ended_is_not_waited_for()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = new FakeTimeProvider() }, Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        var ended = await site.Client().EndAsync(id);

        (await site.Client().GetAsync("/status/" + id, ("Prefer", "wait=20"))).Text.Should().Be(ended.Text);
        (await site.Client().GetAsync("/status/" + id, ("Prefer", "wait=20"), ("If-None-Match", ended.Header("ETag")!))).Status.Should().Be(HttpStatusCode.NotModified);
    }

    [Theory]
    [InlineData("wait=0")]
    [InlineData("wait=soon")]
    [InlineData("wait=-1")]
    [InlineData("wait")]
    [InlineData("return=minimal")]
    public async Task A_preference_that_means_no_wait_is_no_error(string prefer)
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = new FakeTimeProvider() }, new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();

        (await site.Client().GetAsync("/status/" + id, ("Prefer", prefer))).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wait_for_nothing_is_answered_at_once()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = new FakeTimeProvider() }, new GatedStrategy("gap"));

        (await site.Client().GetAsync("/status/" + ScanId.New(), ("Prefer", "wait=20"))).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_host_that_stops_lets_nobody_wait()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = new FakeTimeProvider() }, new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();
        var known = await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);
        var waiting = site.Client().GetAsync("/status/" + id, ("Prefer", "wait=20"), ("If-None-Match", known.Header("ETag")!));

        site.App.Lifetime.StopApplication();

        (await waiting).Status.Should().BeOneOf(HttpStatusCode.NotModified, HttpStatusCode.OK);
    }
}
