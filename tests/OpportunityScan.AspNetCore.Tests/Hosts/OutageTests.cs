using System.Net;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.Storage.InMemory;

namespace OpportunityScan.AspNetCore.Tests.Hosts;

public sealed class OutageTests
{
    private readonly FaultyScanStore _store = new(new InMemoryScanStore(new InMemoryStoreOptions(), TimeProvider.System)) { IsInProcess = false };

    private SiteSetup Setup => new() { Store = _store, Scanning = o => o.PollInterval = TimeSpan.FromMilliseconds(20) };

    [Theory]
    [InlineData("POST", "/discover")]
    [InlineData("GET", "/status/scan_1")]
    [InlineData("GET", "/status/scan_1?symbols=IBM")]
    [InlineData("GET", "/results/scan_1")]
    [InlineData("GET", "/events/scan_1")]
    [InlineData("DELETE", "/scan_1")]
    [InlineData("GET", "/latest")]
    [InlineData("GET", "/")]
    public async Task A_store_out_of_reach_is_not_a_miss(string method, string path)
    {
        await using var site = await ScanSite.StartAsync(Setup, Sample.Finds("gap"));
        _store.IsDown = true;

        var answer = await site.Client().SendAsync(new HttpMethod(method), path, null);
        _store.IsDown = false;

        answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable, answer.Text);
        answer.Code.Should().Be("store_unavailable");
        answer.Header("Retry-After").Should().Be("2");
        answer.Text.Should().NotContain("for a test", "what the store says is of the inside");
    }

    [Fact]
    public async Task What_was_last_known_is_shown_as_such()
    {
        await using var site = await ScanSite.StartAsync(Setup, new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();
        var known = await site.Client().GetAsync("/status/" + id);
        _store.IsDown = true;

        var answer = await site.Client().GetAsync("/status/" + id);
        var other = await site.Client("bob").GetAsync("/status/" + id);
        _store.IsDown = false;

        answer.Status.Should().Be(HttpStatusCode.ServiceUnavailable);
        ((string)answer.Json["last_known"]!["scan_id"]!).Should().Be(id);
        ((long)answer.Json["last_known"]!["version"]!).Should().BeGreaterThanOrEqualTo((long)known.Json["version"]!);
        other.Json.ContainsKey("last_known").Should().BeFalse("it is not his");
    }

    [Theory]
    [InlineData("")]
    [InlineData("?symbols=IBM")]
    public async Task A_stream_waits_out_an_outage(string query)
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(Setup, gap);
        var id = await site.Client().StartAsync();
        using var events = new EventReader(await site.Client().OpenAsync($"/events/{id}{query}"));
        await events.SnapshotAsync();

        _store.IsDown = true;
        gap.Emit(Sample.Opportunity("IBM")).Finish();
        await Limit.Within(gap.Ended);
        _store.IsDown = false;

        (await events.ToEndAsync())[^1].Phase.Should().Be("ended");
    }

    [Fact]
    public async Task A_stream_tells_once_that_the_store_is_gone_and_once_that_it_is_back()
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(Setup with { Http = o => o.KeepAlive = TimeSpan.FromMilliseconds(100) }, gap);
        var id = await site.Client().StartAsync();
        await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);
        using var events = new EventReader(await site.Client().OpenAsync("/events/" + id));
        await events.SnapshotAsync();

        _store.IsDown = true;
        var gone = await events.NamedAsync();
        var silence = new[] { await events.NextAsync(), await events.NextAsync() };
        _store.IsDown = false;
        var back = await events.NamedAsync();
        gap.Finish();

        gone!.Fields["event"].Should().Be("problem");
        gone.Fields.Should().NotContainKey("id", "who comes again asks from the last snapshot");
        ((string)gone.Data["code"]!).Should().Be("store_unavailable");
        silence.Should().OnlyContain(e => e!.IsComment);
        back!.Fields.Should().Equal(new Dictionary<string, string>(StringComparer.Ordinal) { ["event"] = "recovered", ["data"] = "{}" });
        (await events.ToEndAsync())[^1].Phase.Should().Be("ended");
    }

    [Fact, Trait("Incident", "E3")]
    public async Task A_stream_tells_within_five_seconds_of_a_store_that_hangs_and_its_comments_wait_for_nothing()
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(Setup with { Http = o => o.KeepAlive = TimeSpan.FromMilliseconds(200) }, gap);
        var id = await site.Client().StartAsync();
        await site.Client().StatusAsync(id, s => (int)s["progress"]!["running"]! == 1);
        using var events = new EventReader(await site.Client().OpenAsync("/events/" + id));
        await events.SnapshotAsync();

        _store.HoldReads();
        (await events.NextAsync())!.IsComment.Should().BeTrue();
        var gone = await events.NamedAsync();
        (await events.NextAsync())!.IsComment.Should().BeTrue();
        _store.LetReadsGo();
        gap.Finish();

        gone!.Fields["event"].Should().Be("problem");
        (StorePulse.Interval + StorePulse.Patience).Should().BeLessThan(TimeSpan.FromSeconds(5));
        (await events.ToEndAsync())[^1].Phase.Should().Be("ended");
    }

    [Fact]
    public async Task Two_hosts_over_one_store_answer_alike()
    {
        var gap = new GatedStrategy("gap");
        await using var worker = await ScanSite.StartAsync(Setup, gap);
        await using var other = await ScanSite.StartAsync(Setup with { Scanning = o => o.RunWorker = false }, new GatedStrategy("gap"));
        var id = await worker.Client().StartAsync();
        var before = await other.Client().GetAsync("/status/" + id);
        using var events = new EventReader(await other.Client().OpenAsync("/events/" + id));
        var first = await events.SnapshotAsync();
        gap.Emit(Sample.Opportunities(3)).Finish();

        var seen = await events.ToEndAsync();
        var (mine, theirs) = (await worker.Client().GetAsync("/status/" + id), await other.Client().GetAsync("/status/" + id));

        before.Status.Should().Be(HttpStatusCode.OK);
        seen.Prepend(first!).Select(e => e.Id).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
        seen[^1].Phase.Should().Be("ended");
        theirs.Text.Should().Be(mine.Text);
        theirs.Header("ETag").Should().Be(mine.Header("ETag"));
        (await other.Client().GetAsync("/results/" + id)).Json["opportunities"]!.AsArray().Should().HaveCount(3);
        (await other.Client().GetAsync("/events/" + id, ("Last-Event-ID", seen[^1].Fields["id"]))).Status.Should().Be(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_stream_goes_on_in_another_process()
    {
        var gap = new GatedStrategy("gap");
        await using var worker = await ScanSite.StartAsync(Setup, gap);
        await using var other = await ScanSite.StartAsync(Setup with { Scanning = o => o.RunWorker = false }, new GatedStrategy("gap"));
        var id = await worker.Client().StartAsync();
        long last;
        using (var here = new EventReader(await worker.Client().OpenAsync("/events/" + id))) last = (await here.SnapshotAsync())!.Id;

        using var there = new EventReader(await other.Client().OpenAsync("/events/" + id, ("Last-Event-ID", $"{last}")));
        gap.Emit(Sample.Opportunity("IBM")).Finish();
        var seen = await there.ToEndAsync();

        seen.Should().OnlyContain(e => e.Id > last);
        seen[^1].Phase.Should().Be("ended");
    }
}
