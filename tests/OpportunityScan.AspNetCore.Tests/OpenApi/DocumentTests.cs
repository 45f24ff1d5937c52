using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Tests.OpenApi;

public sealed class DocumentTests
{
    [Fact]
    public async Task The_document_shows_every_endpoint()
    {
        await using var site = await ScanSite.StartAsync(OpenApiDocument.Setup, Sample.Finds("gap"));

        var document = await OpenApiDocument.ReadAsync(site);

        document.Operations.Select(o => $"{o.Method} {o.Path}").Should().BeEquivalentTo(
            "post /api/v1/opportunities/discover",
            "get /api/v1/opportunities/status/{scan_id}",
            "get /api/v1/opportunities/results/{scan_id}",
            "get /api/v1/opportunities/events/{scan_id}",
            "delete /api/v1/opportunities/{scan_id}",
            "get /api/v1/opportunities/latest",
            "get /api/v1/opportunities");
        foreach (var operation in document.Operations)
        {
            ((string?)operation.Node["summary"]).Should().NotBeNullOrWhiteSpace();
            ((string?)operation.Node["description"]).Should().NotBeNullOrWhiteSpace();
            operation.Node["responses"]!.AsObject().Should().OnlyContain(r => !string.IsNullOrWhiteSpace((string?)r.Value!["description"]));
            (operation.Node["parameters"]?.AsArray() ?? []).Should().OnlyContain(p => !string.IsNullOrWhiteSpace((string?)p!["description"]));
        }
    }

    [Theory]
    [InlineData("post", "/discover", "Idempotency-Key")]
    [InlineData("get", "/status/{scan_id}", "scan_id min_profit_potential max_required_capital min_confidence filter_by_risk_level sides opportunity_type strategy_types preferred_timeframes strategy_ids symbols If-None-Match Prefer")]
    [InlineData("get", "/results/{scan_id}", "scan_id min_profit_potential max_required_capital min_confidence filter_by_risk_level sides opportunity_type strategy_types preferred_timeframes strategy_ids symbols limit cursor sort partial valid_at")]
    [InlineData("get", "/events/{scan_id}", "scan_id min_profit_potential max_required_capital min_confidence filter_by_risk_level sides opportunity_type strategy_types preferred_timeframes strategy_ids symbols Last-Event-ID after full interval")]
    [InlineData("delete", "/{scan_id}", "scan_id")]
    [InlineData("get", "", "limit cursor")]
    public async Task The_document_shows_what_an_endpoint_takes(string method, string path, string names)
    {
        await using var site = await ScanSite.StartAsync(OpenApiDocument.Setup, Sample.Finds("gap"));

        var document = await OpenApiDocument.ReadAsync(site);

        var operation = document.Operation(method, SiteClient.Root + path);
        operation["parameters"]!.AsArray().Select(p => (string)p!["name"]!).Should().Equal(names.Split(' '));
    }

    [Fact]
    public async Task The_document_shows_the_types_of_what_an_endpoint_takes()
    {
        await using var site = await ScanSite.StartAsync(OpenApiDocument.Setup, Sample.Finds("gap"));

        var document = await OpenApiDocument.ReadAsync(site);

        var status = document.Operations.Single(o => o.Path.EndsWith("/status/{scan_id}", StringComparison.Ordinal)).Node["parameters"]!.AsArray();
        Types(status, "min_profit_potential").Should().Contain("number");
        Types(status, "symbols").Should().Contain("array");
        Types(status, "scan_id").Should().Contain("string");
        var start = document.Operations.Single(o => o.Method is "post").Node["requestBody"]!["content"]!["application/json"]!["schema"]!;
        document.Resolve(start)["properties"]!.AsObject().Select(p => p.Key).Should().Equal(
            "force_refresh", "symbols", "asset_tiers", "strategy_ids", "opportunity_type", "strategy_types", "filter_by_risk_level", "sides",
            "min_profit_potential", "max_required_capital", "min_confidence", "preferred_timeframes");
    }

    [Fact]
    public async Task Everything_described_is_known_without_looking_into_types_at_run_time()
    {
        await using var site = await ScanSite.StartAsync(Sample.Finds("gap"));
        var metadata = site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.SelectMany(e => e.Metadata).ToList();
        Type?[] types =
        [
            .. metadata.OfType<IParameterBindingMetadata>().Select(p => p.ParameterInfo.ParameterType),
            .. metadata.OfType<IProducesResponseTypeMetadata>().Select(r => r.Type).Where(t => t != typeof(void)),
        ];

        types.Distinct().Where(t => WireJson.Default.GetTypeInfo(t!) is null).Should().BeEmpty();
        site.App.Services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.TypeInfoResolverChain.Should().Contain(WireJson.Default);
    }

    private static string Types(JsonArray parameters, string name) => parameters.Single(p => string.Equals((string)p!["name"]!, name, StringComparison.Ordinal))!["schema"]!.ToJsonString();
}
