using System.Text.Json;
using OpportunityScan.Tests.Support;
using Sample = OpportunityScan.Tests.Support.Sample;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>Whatever strategies yield, and however much of it, a scan on Redis ends as one in memory does: in time, with what it found.</summary>
public sealed class YieldTests
{
    [Theory]
    [InlineData(62)]
    [InlineData(1_000)]
    [Trait("Incident", "E1")]
    public async Task What_cannot_be_stored_is_rejected_alone(int depth)
    {
        await using var server = await FragileServer.StartAsync();
        await using var host = await RedisHost.StartAsync(server.Endpoint, Sample.Finds("deep", Nested(depth), Sample.Opportunity("KEPT")), Sample.Finds("good", Sample.Opportunity("GOOD")));

        var end = await host.EndOfAsync((await host.StartScanAsync()).Key);

        (end.Status, end.State.Attempt, end.Progress.Found, end.Progress.Rejected).Should().Be((ScanStatus.Completed, 1, 2, 1));
        end.Outcomes[0].Rejections.Single().Reason.Should().Be(RejectionReasons.Metadata);
        (await host.FoundAsync(end.Key)).Select(static o => o.Symbol).Should().BeEquivalentTo("KEPT", "GOOD");
    }

    [Fact]
    [Trait("Incident", "E2")]
    public async Task Found_rejected_and_merged_are_all_that_was_yielded()
    {
        var yielded = Sample.Opportunities(11).Append(Sample.Opportunities(1).Single()).Concat(Enumerable.Repeat(Sample.Opportunity(""), 5)).ToArray();
        await using var server = await FragileServer.StartAsync();
        await using var host = await RedisHost.StartAsync(server.Endpoint, Sample.Finds("a", yielded));

        var end = await host.EndOfAsync((await host.StartScanAsync()).Key);

        (end.Outcomes[0].Found, end.Outcomes[0].Rejected, end.Outcomes[0].Merged).Should().Be((11, 5, 1));
        (end.Progress.Found + end.Progress.Rejected + end.Progress.Merged).Should().Be(17);
    }

    [Fact]
    [Trait("Incident", "E2")]
    public async Task A_slow_link_carries_what_it_can_and_the_deadline_holds()
    {
        await using var server = await FragileServer.StartAsync();
        await using var link = new FaultyLink(server.Port);
        var padding = JsonSerializer.SerializeToElement(new { padding = new string('x', 15_000) });
        var large = Enumerable.Range(0, 1_000).Select(i => Sample.Opportunity("S" + i) with { Metadata = padding }).ToArray();
        var strategies = Enumerable.Range(0, 4).Select(i => Sample.Finds("s" + i, large)).ToArray();
        await using var host = await RedisHost.StartAsync(link.Endpoint, static o => o.Deadline = TimeSpan.FromSeconds(4), strategies);
        link.BytesPerSecond = 2_000_000; // far less than there is to be said before the deadline

        var end = await host.EndOfAsync((await host.StartScanAsync()).Key);

        end.Status.IsTerminal().Should().BeTrue();
        end.State.Attempt.Should().Be(1);
        end.Progress.Found.Should().BeInRange(1, 3_999);
        (end.Progress.Found + end.Progress.Rejected).Should().BeInRange(end.Progress.Found + 1, 4_000, "a busy machine may not have yielded all of it");
        end.Outcomes.SelectMany(static o => o.Rejections).Select(static r => r.Reason).Should().OnlyContain(static r => r == RejectionReasons.NotStored);
        (await host.Scans.GetResultsAsync(end.Key, ResultsQuery.Top(10))).Items.Should().HaveCount(10);
    }

    /// <summary>The server ends every connection that sends or is owed more than a few portions at once.</summary>
    [Fact]
    [Trait("Incident", "E2")]
    public async Task However_much_is_found_no_call_is_large()
    {
        const int Each = 50_000;
        await using var server = await FragileServer.StartAsync(
            "--client-query-buffer-limit", "1mb", "--client-output-buffer-limit", "normal 1mb 0 0");
        var last = new GatedStrategy("last");
        IStrategy[] strategies = [.. Enumerable.Range(0, 4).Select(static i => Sample.Finds("s" + i, Sample.Opportunities(Each))), last];
        await using var host = await RedisHost.StartAsync(
            server.Endpoint, static o => (o.Limits.MaxOpportunitiesPerStrategy, o.Deadline) = (Each, TimeSpan.FromMinutes(10)), strategies);

        var key = (await host.StartScanAsync()).Key;
        await host.SeenAsync(key, static s => s.Progress.Found == 4 * Each);
        var partial = await host.Scans.GetResultsAsync(key, ResultsQuery.Top(100));
        last.Finish();
        var end = await host.EndOfAsync(key);
        var results = await host.Scans.GetResultsAsync(key, new ResultsQuery { Offset = (4 * Each) - 100, Limit = 100 });

        partial.Items.Should().HaveCount(100).And.BeInDescendingOrder(static o => o.Score);
        (end.Status, end.State.Attempt, end.Progress.Found, end.Progress.Rejected).Should().Be((ScanStatus.Completed, 1, 4 * Each, 0));
        results.Items.Should().HaveCount(100);
        results.Items[0].Score.Should().BeLessThan(partial.Items[^1].Score);
    }

    private static Opportunity Nested(int depth)
    {
        var json = string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth);
        return Sample.Opportunity("DEEP") with { Metadata = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = depth + 1 }).RootElement };
    }
}
