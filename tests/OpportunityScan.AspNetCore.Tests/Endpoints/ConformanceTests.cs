using System.IO.Compression;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.AspNetCore.Tests.Endpoints;

/// <summary>What HTTP itself promises, whoever the client is.</summary>
public sealed class ConformanceTests
{
    [Theory]
    [InlineData("/status/{0}")]
    [InlineData("/results/{0}")]
    [InlineData("/events/{0}")]
    [InlineData("/latest")]
    [InlineData("/")]
    [InlineData("/status/scan_none")]
    public async Task HEAD_is_GET_without_the_content(string path)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunities(3)));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);
        path = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id);

        var get = await site.Client().GetAsync(path);
        var head = await site.Client().SendAsync(HttpMethod.Head, path, null);

        head.Status.Should().Be(get.Status);
        head.Type.Should().Be(get.Type);
        head.Header("ETag").Should().Be(get.Header("ETag"));
        head.Text.Should().BeEmpty();
    }

    [Fact]
    public async Task A_byte_order_mark_is_no_part_of_the_body()
    {
        await using var site = await ScanSite.StartAsync(new AskedStrategy("gap", "symbol"));

        var answer = await SendAsync(site, [.. Encoding.UTF8.Preamble, .. """{"symbols": "IBM"}"""u8]);
        var empty = await SendAsync(site, [.. Encoding.UTF8.Preamble]);

        answer.Status.Should().Be(HttpStatusCode.Accepted, answer.Text);
        answer.Json["filters"]!.ToJsonString().Should().Be("""{"symbols":["IBM"]}""");
        empty.Status.Should().Be(HttpStatusCode.Accepted, empty.Text);
    }

    [Fact]
    public async Task A_body_that_is_compressed_is_refused()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        using var buffer = new MemoryStream();
        await using (var gzip = new GZipStream(buffer, CompressionMode.Compress, leaveOpen: true)) await gzip.WriteAsync("{}"u8.ToArray());

        var refused = await SendAsync(site, buffer.ToArray(), "gzip");
        var plain = await SendAsync(site, "{}"u8.ToArray(), "identity");

        (refused.Status, refused.Code).Should().Be((HttpStatusCode.UnsupportedMediaType, "unsupported_media_type"));
        plain.Status.Should().Be(HttpStatusCode.Accepted, plain.Text);
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_not_waited_for()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, Sample.Finds("gap"));
        var never = new Pipe();
        await never.Writer.WriteAsync("{"u8.ToArray());
        using var content = new StreamContent(never.Reader.AsStream());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        var answer = await clock.AdvanceUntilAsync(site.Client().SendAsync(HttpMethod.Post, "/discover", content), TimeSpan.FromSeconds(5));

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.RequestTimeout, "request_timeout"));
    }

    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("POST", "/scan_none")]
    [InlineData("PUT", "/status")]
    [InlineData("GET", "/not%20an%20id")]
    public async Task Where_nothing_is_nothing_is_found_whatever_the_method(string method, string path)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));

        var answer = await site.Client().SendAsync(new HttpMethod(method), path, null);

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.NotFound, "not_found"));
    }

    [Theory]
    [InlineData("POST", "/{0}", "DELETE")]
    [InlineData("GET", "/{0}", "DELETE")]
    [InlineData("GET", "/discover", "POST")]
    [InlineData("PUT", "/latest", "GET, HEAD")]
    public async Task Where_something_is_another_method_is_not_allowed(string method, string path, string allowed)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        path = string.Format(System.Globalization.CultureInfo.InvariantCulture, path, await site.Client().StartAsync());

        var answer = await site.Client().SendAsync(new HttpMethod(method), path, null);

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.MethodNotAllowed, "method_not_allowed"));
        answer.Header("Allow").Should().Be(allowed);
    }

    [Theory]
    [InlineData("max_required_capital=1e3", 3)]
    [InlineData("max_required_capital=1000.0", 3)]
    [InlineData("limit=2.0", 2)]
    [InlineData("limit=2e0", 2)]
    [InlineData("filter_by_risk_level=MEDIUM", 3)]
    [InlineData("filter_by_risk_level=High", 0)]
    [InlineData("symbols=s1,S2", 2)]
    public async Task Numbers_and_names_mean_in_a_query_what_they_mean_in_a_body(string query, int found)
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap", Sample.Opportunities(3)));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);
        var (name, value) = (query.Split('=')[0], query.Split('=')[1]);
        var json = char.IsDigit(value[0]) ? value : $"\"{value}\"";

        var get = await site.Client().GetAsync($"/results/{id}?{query}");
        var content = await site.Client().QueryAsync($"/results/{id}", $$"""{"{{name}}": {{json}}}""");

        get.Json["opportunities"]!.AsArray().Should().HaveCount(found);
        content.Json["opportunities"]!.ToJsonString().Should().Be(get.Json["opportunities"]!.ToJsonString());
    }

    [Fact]
    public async Task Values_that_a_strategy_lists_are_taken_in_any_case()
    {
        var strategy = new DelegatedStrategy(
            new StrategyDescriptor("gap") { Parameters = [new StrategyParameter("symbol") { Allowed = ["IBM", "BA"] }] }, static (_, _) => AsyncEnumerable.Empty<Opportunity>());
        await using var site = await ScanSite.StartAsync(strategy);

        var lower = await site.Client().DiscoverAsync("""{"symbols": ["ibm", "Ba"]}""");
        var upper = await site.Client().DiscoverAsync("""{"symbols": ["IBM", "BA"]}""");

        lower.Json["filters"]!.ToJsonString().Should().Be("""{"symbols":["BA","IBM"]}""");
        ((string)upper.Json["scan_id"]!).Should().Be((string)lower.Json["scan_id"]!, "it is the same request");
    }

    private static async Task<SiteAnswer> SendAsync(ScanSite site, byte[] body, string? encoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null) content.Headers.ContentEncoding.Add(encoding);
        return await site.Client().SendAsync(HttpMethod.Post, "/discover", content);
    }
}
