using System.Net;

namespace OpportunityScan.AspNetCore.Tests.Clients;

public sealed class EarlierClientTests
{
    [Fact]
    public async Task A_client_of_the_analysed_application_starts_polls_and_prints_every_opportunity()
    {
        var gate = new GatedStrategy("slow");
        await using var site = await ScanSite.StartAsync(Found("momentum", "Spot momentum", 400), Found("carry", "Carry", 300), gate);
        using var http = site.Http();
        http.DefaultRequestHeaders.Add("X-User", "ann");
        var polls = 0;

        var lines = await Limit.Within(new EarlierClient(http, PauseAsync).RunAsync([]));

        polls.Should().BePositive();
        lines[0].Should().Be("initiated True 2");
        lines[1].Should().Be("complete, 3/3 strategies, 100 %, 700 found");
        lines[2].Should().Be("ann: 3/3, The scan is complete; 3 of 3 strategies done, 700 opportunities found.");
        lines[3].Should().StartWith("took as long as it says: True, updated 20");
        lines.Skip(4).Should().HaveCount(700).And.OnlyHaveUniqueItems();
        lines.Should().Contain("M0 by Spot momentum: 1000000");

        async Task PauseAsync()
        {
            if (polls++ == 0) gate.Finish();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task What_it_sends_and_nobody_uses_is_named_in_the_answer()
    {
        await using var site = await ScanSite.StartAsync(
            new SiteSetup { Http = o => o.IgnoredFields.Add("risk_profile") }, new AskedStrategy("gap", "symbol"));

        var started = await site.Client().DiscoverAsync("""{"risk_profile": {"a": [1]}, "include_strategy_recommendations": false, "symbols": "IBM"}""");
        var refused = await site.Client().DiscoverAsync("""{"risk_profiles": 1}""");

        started.Status.Should().Be(HttpStatusCode.Accepted, started.Text);
        started.Json["ignored_fields"]!.ToJsonString().Should().Be("""["include_strategy_recommendations","risk_profile"]""");
        refused.Status.Should().Be(HttpStatusCode.BadRequest);
        ((string)refused.Json["detail"]!).Should().StartWith("risk_profiles: The field 'risk_profiles' is unknown; known are force_refresh, ");
    }

    [Fact]
    public async Task Without_a_limit_an_answer_has_what_a_usual_scan_finds_and_a_host_may_say_less()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunities(1_200)));
        await using var other = await ScanSite.StartAsync(new SiteSetup { Http = o => o.DefaultPageSize = 10 }, Sample.Finds("gap", Sample.Opportunities(20)));
        await site.Client().EndAsync(await site.Client().StartAsync());
        await other.Client().EndAsync(await other.Client().StartAsync());

        (await site.Client().GetAsync("/results/latest")).Json["opportunities"]!.AsArray().Should().HaveCount(1_000);
        (await other.Client().GetAsync("/results/latest")).Json["opportunities"]!.AsArray().Should().HaveCount(10);
    }

    private static DelegatedStrategy Found(string id, string name, int count) =>
        new(new StrategyDescriptor(id) { Name = name }, (_, _) => Sample.Opportunities(count, char.ToUpperInvariant(id[0]).ToString()).ToAsyncEnumerable());
}
