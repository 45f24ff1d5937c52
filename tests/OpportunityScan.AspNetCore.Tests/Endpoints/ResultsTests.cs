using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.DependencyInjection;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class ResultsTests
{
    [Fact]
    public async Task An_unfinished_scan_is_accepted_and_shows_how_far_it_is()
    {
        var gap = new GatedStrategy("gap").Emit(Sample.Opportunities(2));
        await using var site = await ScanSite.StartAsync(gap);
        var id = await site.Client().StartAsync();
        await site.Client().StatusAsync(id, s => (int)s["progress"]!["opportunities_found_so_far"]! == 2);

        var answer = await site.Client().GetAsync("/results/" + id);
        var filtered = await site.Client().GetAsync("/results/" + id + "?symbols=S1");

        answer.Status.Should().Be(HttpStatusCode.Accepted);
        answer.Header("Retry-After").Should().Be("2");
        ((string)answer.Json["status"]!).Should().Be("scanning");
        ((string)answer.Json["poll_url"]!).Should().EndWith("/status/" + id);
        ((int)answer.Json["progress"]!["opportunities_found_so_far"]!).Should().Be(2);
        Symbols(filtered.Json["partial_results"]!).Should().Equal("S1");
    }

    [Fact]
    public async Task The_ranking_so_far_is_there_for_who_asks()
    {
        var gap = new GatedStrategy("gap").Emit(Sample.Opportunities(30));
        await using var site = await ScanSite.StartAsync(gap);
        var id = await site.Client().StartAsync();
        await site.Client().StatusAsync(id, s => (int)s["progress"]!["opportunities_found_so_far"]! == 30);

        var answer = await site.Client().GetAsync("/results/" + id + "?partial=true&limit=20");

        answer.Status.Should().Be(HttpStatusCode.OK);
        ((bool)answer.Json["partial"]!).Should().BeTrue();
        ((bool)answer.Json["complete_results"]!).Should().BeFalse();
        Symbols(answer).Should().Equal(Enumerable.Range(0, 20).Select(i => $"S{i}"));
        answer.Header("Link").Should().Contain("partial=true");
        (await site.Client().GetAsync(Next(answer)!)).Json["opportunities"]!.AsArray().Should().HaveCount(10);
    }

    [Fact]
    public async Task Everything_is_read_page_by_page()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunities(25)));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);
        var (seen, pages) = (new List<string>(), 0);

        for (var path = $"/results/{id}?limit=10"; path is not null; pages++)
        {
            var answer = await site.Client().GetAsync(path);
            answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
            ((int)answer.Json["total_opportunities"]!).Should().Be(25);
            seen.AddRange(Symbols(answer));
            path = Next(answer);
            ((string?)answer.Json["next_cursor"] is null).Should().Be(path is null);
        }

        pages.Should().Be(3);
        seen.Should().Equal(Enumerable.Range(0, 25).Select(i => $"S{i}"));
    }

    [Fact]
    public async Task A_large_answer_is_put_together_of_many_pages_of_the_library()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Scanning = o => o.Limits.MaxPageSize = 100 }, Sample.Finds("gap", Sample.Opportunities(2_500)));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        var first = await site.Client().GetAsync($"/results/{id}?limit=2345");
        var rest = await site.Client().GetAsync(Next(first)!);
        var filtered = await site.Client().GetAsync($"/results/{id}?limit=2345&min_profit_potential=1");

        Symbols(first).Concat(Symbols(rest)).Should().Equal(Enumerable.Range(0, 2_500).Select(i => $"S{i}"));
        Next(rest).Should().BeNull();
        filtered.Header("Link").Should().BeNull("with a filter it is not known before the body where the next page begins");
        ((string)filtered.Json["next_cursor"]!).Should().Be((string)first.Json["next_cursor"]!);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_finished_is_broken_off_instead_of_looking_whole()
    {
        var setup = new SiteSetup
        {
            Scanning = o => o.Limits.MaxPageSize = 100,
            Services = s => s.AddSingleton<IScanCoordinator>(p => new BreakingCoordinator(ServiceFactories.Coordinator(p), 2)),
        };
        await using var site = await ScanSite.StartAsync(setup, Sample.Finds("gap", Sample.Opportunities(1_000)));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        var read = async () => await site.Client().GetAsync($"/results/{id}?limit=1000");

        await read.Should().ThrowAsync<Exception>("half an answer must not look whole");
        var refused = await site.Client().GetAsync($"/results/{id}?limit=1000");
        refused.Status.Should().Be(HttpStatusCode.ServiceUnavailable, "nothing had been sent yet");
        refused.Header("Link").Should().BeNull();
    }

    [Theory]
    [InlineData("score", "B,A,D,C")]
    [InlineData("profit", "D,B,A,C")]
    [InlineData("confidence", "B,C,A,D")]
    [InlineData("capital", "C,A,B,D")]
    [InlineData("discovered", "A,D,C,B")]
    public async Task Results_are_sorted_as_wanted(string sort, string expected)
    {
        var start = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        Opportunity Of(string symbol, decimal profit, double confidence, decimal capital, int minute) => new()
        {
            Type = "spot",
            Symbol = symbol,
            ProfitPotential = profit,
            Confidence = confidence,
            RequiredCapital = capital,
            DiscoveredAt = start.AddMinutes(minute),
        };
        await using var site = await ScanSite.StartAsync(Sample.Finds(
            "gap", Of("A", 100, 0.5, 20, 9), Of("B", 100, 0.9, 30, 1), Of("C", 10, 0.8, 10, 2), Of("D", 400, 0.1, 40, 3)));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        var first = await site.Client().GetAsync($"/results/{id}?sort={sort}&limit=2");
        var second = await site.Client().GetAsync(Next(first)!);

        string.Join(',', Symbols(first).Concat(Symbols(second))).Should().Be(expected);
        ((string)second.Json["sort"]!).Should().Be(sort);
        Next(second).Should().BeNull();
    }

    [Fact]
    public async Task Filters_and_order_go_on_to_the_next_page()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunities(40).Select((o, i) => o with { RequiredCapital = i % 4 })));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        var first = await site.Client().GetAsync($"/results/{id}?sort=profit&limit=8&max_required_capital=0");
        var second = await site.Client().GetAsync(Next(first)!);

        Symbols(first).Concat(Symbols(second)).Should().Equal(Enumerable.Range(0, 10).Select(i => $"S{4 * i}"));
        ((int)second.Json["total_opportunities"]!).Should().Be(40, "it counts what the scan found, whatever the filters");
    }

    [Fact]
    public async Task Results_of_which_some_may_be_missing_say_so()
    {
        await using var site = await ScanSite.StartAsync(
            Sample.Finds("gap", Sample.Opportunity("IBM")), Sample.FindsThenThrows("carry", new InvalidOperationException(), Sample.Opportunity("BA")));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        var answer = await site.Client().GetAsync("/results/" + id);

        ((string)answer.Json["status"]!).Should().Be("complete");
        ((bool)answer.Json["partial"]!).Should().BeFalse();
        ((bool)answer.Json["complete_results"]!).Should().BeFalse();
        Symbols(answer).Should().HaveCount(2, "what was found before the failure is kept");
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=10001", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("limit=1&limit=2", "limit")]
    [InlineData("cursor=5", "cursor")]
    [InlineData("cursor=profit~5", "cursor")]
    [InlineData("cursor=score~-5", "cursor")]
    [InlineData("cursor=score~99999999999", "cursor")]
    [InlineData("sort=name", "sort")]
    [InlineData("partial=yes", "partial")]
    [InlineData("page=2", "page")]
    public async Task A_query_that_breaks_a_rule_names_field_and_rule(string query, string field)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var id = await site.Client().StartAsync();

        var answer = await site.Client().GetAsync($"/results/{id}?{query}");

        answer.Status.Should().Be(HttpStatusCode.BadRequest, answer.Text);
        ((string)answer.Json["errors"]!.AsArray().Should().ContainSingle().Subject!["field"]!).Should().Be(field);
    }

    [Fact]
    public async Task A_cursor_past_the_end_is_an_empty_page()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunity("IBM")));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        foreach (var query in new[] { "cursor=score~2147483647", "sort=profit&cursor=profit~2147483647" })
        {
            var answer = await site.Client().GetAsync($"/results/{id}?{query}");
            answer.Json["opportunities"]!.AsArray().Should().BeEmpty();
            Next(answer).Should().BeNull();
        }
    }

    [Fact]
    public async Task Results_are_there_at_once_when_the_status_says_complete()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunities(5)));
        for (var i = 0; i < 20; i++)
        {
            var id = await site.Client().StartAsync("""{"force_refresh": true}""");
            await site.Client().EndAsync(id);
            (await site.Client().GetAsync("/results/" + id)).Status.Should().Be(HttpStatusCode.OK);
        }
    }

    private static IEnumerable<string> Symbols(SiteAnswer answer) => Symbols(answer.Json["opportunities"]!);

    private static IEnumerable<string> Symbols(JsonNode opportunities) => opportunities.AsArray().Select(o => (string)o!["symbol"]!);

    private static string? Next(SiteAnswer answer) => answer.Header("Link") is { } link ? link[1..link.IndexOf('>', StringComparison.Ordinal)] : null;
}
