using System.Net;
using System.Reflection;
using System.Text.Json.Serialization;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

/// <summary>What a client that was generated from the document sends: every field, most of them <c>null</c>.</summary>
public sealed class NullTests
{
    private static readonly string[] Fields =
        [.. typeof(StartBody).GetProperties().Select(static p => p.GetCustomAttribute<JsonPropertyNameAttribute>()!.Name)];

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task A_start_without_anything_is_a_start_of_everything(string body)
    {
        await using var site = await ScanSite.StartAsync(new AskedStrategy("gap", "symbol"));

        var answer = await site.Client().DiscoverAsync(body);

        answer.Status.Should().Be(HttpStatusCode.Accepted, answer.Text);
        answer.Json["filters"]!.ToJsonString().Should().Be("{}");
    }

    [Fact]
    public async Task Every_field_may_be_null_beside_every_other_one()
    {
        await using var site = await ScanSite.StartAsync(new AskedStrategy("gap", "symbol", "asset_tier"));
        string[] given = ["true", "[\"IBM\"]", "[\"one\"]", "[\"gap\"]", "[\"a\"]", "[\"b\"]", "[\"low\"]", "[\"buy\"]", "1", "2", "0.5", "[\"1d\"]"];
        var values = Fields.Zip(given).ToArray();
        values.Should().HaveCount(Fields.Length);

        foreach (var (field, value) in values)
        {
            var others = Fields.Where(f => !string.Equals(f, field, StringComparison.Ordinal)).Select(f => $"\"{f}\": null");
            var answer = await site.Client().DiscoverAsync("{" + string.Join(", ", [.. others, $"\"{field}\": {value}"]) + "}");
            answer.Status.Should().Be(HttpStatusCode.Accepted, $"{field}: {answer.Text}");
        }
    }

    [Fact]
    public async Task Null_in_the_content_of_a_query_is_as_good_as_absent()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunities(3)));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);

        var answer = await site.Client().QueryAsync("/results/" + id, """{"symbols": null, "opportunity_type": null, "strategy_types": null, "limit": 2, "cursor": null}""");

        answer.Status.Should().Be(HttpStatusCode.OK, answer.Text);
        answer.Json["opportunities"]!.AsArray().Should().HaveCount(2);
    }
}
