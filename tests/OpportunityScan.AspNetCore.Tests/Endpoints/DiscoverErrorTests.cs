using System.Net;
using System.Text;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

public sealed class DiscoverErrorTests
{
    [Theory]
    [InlineData("""{"symbol": ["IBM"]}""", "symbol", "The field 'symbol' is unknown")]
    [InlineData("""{"Symbols": ["IBM"]}""", "Symbols", "is unknown")]
    [InlineData("""{"force_refresh": "true"}""", "force_refresh", "It must be true or false, but is text.")]
    [InlineData("""{"symbols": 5}""", "symbols", "It must be a list of texts, or comma-separated text, but is a number.")]
    [InlineData("""{"symbols": [1]}""", "symbols", "Each value of the list must be text, but one is a number.")]
    [InlineData("""{"symbols": ["IBM", null]}""", "symbols", "Each value of the list must be text, but one is null.")]
    [InlineData("""{"symbols": {"a": 1}}""", "symbols", "but is an object.")]
    [InlineData("""{"symbols": "\ud800"}""", "symbols", "The text is not well-formed Unicode.")]
    [InlineData("""{"min_profit_potential": "10"}""", "min_profit_potential", "It must be a number, but is text.")]
    [InlineData("""{"min_profit_potential": 1e300}""", "min_profit_potential", "The number '1e300' is too large.")]
    [InlineData("""{"min_profit_potential": -1}""", "min_profit_potential", "-1 is out of range")]
    [InlineData("""{"max_required_capital": -0.5}""", "max_required_capital", "-0.5 is out of range")]
    [InlineData("""{"filter_by_risk_level": ["extreme"]}""", "filter_by_risk_level", "'extreme' is not a risk level; allowed are low, medium, high and very_high.")]
    [InlineData("""{"opportunity_type": ["a,b"]}""", "opportunity_type", "must not contain a comma")]
    [InlineData("""{"opportunity_type": ["a\nb"]}""", "opportunity_type", "must not contain control characters")]
    [InlineData("""{"opportunity_type": "a", "strategy_types": "a"}""", "strategy_types", "two names of one thing")]
    [InlineData("""{"symbols": "a", "symbols": "b"}""", "symbols", "given twice")]
    [InlineData("""{"strategy_ids": ["a b"]}""", "strategy_ids", "'a b' is not a strategy id")]
    [InlineData("""{"min_confidence": 1.5}""", "min_confidence", "1.5 is out of range; it must be from 0 to 1.")]
    [InlineData("""{"include_strategy_recomendations": true}""", "include_strategy_recomendations", "is unknown")]
    [InlineData("""{"symbol": null}""", "symbol", "is unknown")]
    [InlineData("[]", "body", "It must be a JSON object, but is a list.")]
    [InlineData("true", "body", "It must be a JSON object, but is true or false.")]
    [InlineData("{", "body", "not valid JSON")]
    [InlineData("""{"symbols": ["IBM"],}""", "body", "not valid JSON")]
    [InlineData("""{} {}""", "body", "not valid JSON")]
    public async Task A_request_that_breaks_a_rule_names_field_and_rule(string body, string field, string message)
    {
        await using var site = await ScanSite.StartAsync(new AskedStrategy("gap", "symbol"));

        var answer = await site.Client().DiscoverAsync(body);

        answer.Status.Should().Be(HttpStatusCode.BadRequest, answer.Text);
        answer.Type.Should().Be("application/problem+json");
        answer.Code.Should().Be("invalid_request");
        ((bool)answer.Json["success"]!).Should().BeFalse();
        var error = answer.Json["errors"]!.AsArray().Should().ContainSingle(answer.Text).Subject!;
        ((string)error["field"]!).Should().Be(field);
        ((string)error["message"]!).Should().Contain(message);
        ((string)answer.Json["detail"]!).Should().Be($"{field}: {(string)error["message"]!}", "who reads only that knows as much");
    }

    [Fact]
    public async Task Everything_wrong_is_told_at_once()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        var answer = await site.Client().DiscoverAsync("""{"a": 1, "b": 2, "min_profit_potential": "x", "force_refresh": 1}""");

        answer.Json["errors"]!.AsArray().Select(e => (string)e!["field"]!).Should().Equal("a", "b", "min_profit_potential", "force_refresh");
        ((string)answer.Json["detail"]!).Should().StartWith("a: ").And.Contain(" min_profit_potential: ").And.EndWith(" And 1 more; see errors.");
    }

    [Fact]
    public async Task A_flood_of_errors_is_cut()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        var answer = await site.Client().DiscoverAsync("{" + string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"f{i}\": 1")) + "}");

        answer.Json["errors"]!.AsArray().Should().HaveCount(50);
    }

    [Theory]
    [InlineData("""{"strategy_ids": "none"}""", "strategy_ids", "The strategy 'none' is unknown")]
    [InlineData("""{"asset_tiers": "one"}""", "asset_tiers", "No selected strategy understands the parameter 'asset_tier'")]
    public async Task What_the_library_refuses_is_told_by_the_names_of_the_wire(string body, string field, string message)
    {
        await using var site = await ScanSite.StartAsync(new AskedStrategy("gap", "symbol"));

        var answer = await site.Client().DiscoverAsync(body);

        answer.Status.Should().Be(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.Code.Should().Be("rejected");
        var error = answer.Json["errors"]!.AsArray().Should().ContainSingle().Subject!;
        ((string)error["field"]!).Should().Be(field);
        ((string)error["message"]!).Should().Contain(message);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task A_body_that_is_not_JSON_is_refused(string type)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        using var content = new StringContent("{}");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await site.Client().SendAsync(HttpMethod.Post, "/discover", content);

        answer.Status.Should().Be(HttpStatusCode.UnsupportedMediaType);
        answer.Code.Should().Be("unsupported_media_type");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=UTF-8")]
    [InlineData("application/json; charset=\"utf-8\"")]
    [InlineData("application/merge-patch+json")]
    public async Task A_body_that_is_JSON_is_taken(string type)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        using var content = new StringContent("{}");
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        (await site.Client().SendAsync(HttpMethod.Post, "/discover", content)).Status.Should().Be(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_start_needs_no_body()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        (await site.Client().SendAsync(HttpMethod.Post, "/discover", null)).Status.Should().Be(HttpStatusCode.Accepted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused(bool saysSo)
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Http = o => o.MaxBodyBytes = 2_000 }, Sample.Finds("gap"));
        var text = $$"""{"symbols": "{{new string('x', 4_000)}}"}""";
        using HttpContent content = saysSo ? new StringContent(text, Encoding.UTF8, "application/json") : new UnmeasuredContent(text);

        var answer = await site.Client().SendAsync(HttpMethod.Post, "/discover", content);

        answer.Status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        answer.Code.Should().Be("too_large");
    }

    [Fact]
    public async Task Deep_JSON_is_refused_and_not_followed()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var deep = string.Concat(Enumerable.Repeat("""{"symbols":""", 3_000)) + "1" + new string('}', 3_000);

        var answer = await site.Client().DiscoverAsync(deep);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        answer.Code.Should().Be("invalid_request");
    }

    [Fact]
    public async Task A_field_that_is_no_text_at_all_is_refused()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        using var content = new ByteArrayContent([(byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)':', (byte)'1', (byte)'}']);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        var answer = await site.Client().SendAsync(HttpMethod.Post, "/discover", content);

        answer.Status.Should().Be(HttpStatusCode.BadRequest, answer.Text);
        answer.Code.Should().Be("invalid_request");
    }

    [Fact]
    public async Task Filters_that_would_not_fit_into_an_address_are_refused()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var types = string.Join(',', Enumerable.Range(0, 51).Select(i => $"t{i}"));

        var answer = await site.Client().DiscoverAsync($$"""{"opportunity_type": "{{types}}"}""");

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        ((string)answer.Json["errors"]![0]!["message"]!).Should().Be("The list has 51 values; at most 50 are allowed.");
    }

    [Fact]
    public async Task A_start_takes_no_query()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        var answer = await site.Client().SendAsync(HttpMethod.Post, "/discover?force_refresh=true", null);

        answer.Status.Should().Be(HttpStatusCode.BadRequest);
        ((string)answer.Json["errors"]![0]!["field"]!).Should().Be("force_refresh");
    }
}
