using System.Net;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

/// <summary>Results by <c>QUERY</c> (RFC 10008), what is still valid of them, and how many match.</summary>
public sealed class QueryTests
{
    [Fact]
    public async Task What_is_wanted_may_stand_in_the_content_and_the_answer_says_where_a_GET_gives_the_same()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunities(100)));
        var id = await EndedAsync(site);
        var symbols = string.Join(',', Enumerable.Range(0, 50).Select(i => $"\"S{i}\""));

        var answer = await site.Client().QueryAsync("/results/" + id, $$"""{"symbols": [{{symbols}}], "sort": "profit", "limit": 20, "valid_at": "2020-01-01T00:00:00Z"}""");
        var same = await site.Client().GetAsync(answer.Header("Location")!);
        var next = await site.Client().GetAsync(answer.Header("Link")!.Split('<', '>')[1]);

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
        answer.Header("Accept-Query").Should().Be("\"application/json\"");
        answer.Json["opportunities"]!.AsArray().Should().HaveCount(20);
        ((int)answer.Json["total_matching"]!, (int)answer.Json["expired"]!, (int)answer.Json["total_opportunities"]!).Should().Be((50, 0, 100));
        same.Json["opportunities"]!.ToJsonString().Should().Be(answer.Json["opportunities"]!.ToJsonString());
        ((string)next.Json["opportunities"]![0]!["symbol"]!).Should().Be("S20");
    }

    [Theory]
    [InlineData("[]", "body")]
    [InlineData("""{"symbol": "IBM"}""", "symbol")]
    [InlineData("""{"symbols": {"a": 1}}""", "symbols")]
    [InlineData("""{"symbols": ["a,b"]}""", "symbols")]
    [InlineData("""{"symbols": [1]}""", "symbols")]
    [InlineData("""{"limit": 0}""", "limit")]
    [InlineData("""{"limit": "ten"}""", "limit")]
    [InlineData("""{"limit": 1, "limit": 2}""", "limit")]
    [InlineData("""{"partial": "yes"}""", "partial")]
    [InlineData("""{"valid_at": "tomorrow"}""", "valid_at")]
    public async Task What_breaks_a_rule_is_refused_as_in_a_query(string body, string field)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        var answer = await site.Client().QueryAsync("/results/" + await EndedAsync(site), body);

        answer.Status.Should().Be(HttpStatusCode.BadRequest, answer.Text);
        ((string)answer.Json["errors"]!.AsArray().Should().ContainSingle(answer.Text).Subject!["field"]!).Should().Be(field);
    }

    [Fact]
    public async Task What_has_expired_is_left_out_when_asked_and_the_pages_of_one_ranking_agree_on_the_instant()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        var now = clock.GetUtcNow();
        await using var site = await ScanSite.StartAsync(
            new SiteSetup { Clock = clock },
            Sample.Finds("gap", Sample.Opportunities(100).Select((o, i) => o with { ExpiresAt = i < 50 ? now.AddMinutes(i + 1) : null })));
        var id = await EndedAsync(site);
        clock.Advance(TimeSpan.FromMinutes(10));

        var all = await site.Client().GetAsync("/results/" + id);
        var first = await site.Client().GetAsync($"/results/{id}?valid_at=now&sort=profit&limit=60");
        clock.Advance(TimeSpan.FromMinutes(10));
        var rest = await site.Client().GetAsync($"/results/{id}?valid_at=now&sort=profit&limit=60&cursor=" + Uri.EscapeDataString((string)first.Json["next_cursor"]!));

        all.Json["opportunities"]!.AsArray().Should().HaveCount(100);
        ((int)all.Json["total_matching"]!, (int)all.Json["expired"]!).Should().Be((100, 0));
        ((int)first.Json["total_matching"]!, (int)first.Json["expired"]!).Should().Be((90, 10));
        first.Json["opportunities"]!.AsArray().Concat(rest.Json["opportunities"]!.AsArray()).Select(o => (string)o!["symbol"]!)
            .Should().Equal(Enumerable.Range(10, 90).Select(i => "S" + i));
    }

    private static async Task<string> EndedAsync(ScanSite site)
    {
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);
        return id;
    }
}
