using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.AspNetCore.Tests.OpenApi;

namespace OpportunityScan.AspNetCore.Tests.Hosts;

public sealed class ConventionTests
{
    [Fact]
    public async Task The_hosts_rate_limiter_answers_with_a_problem()
    {
        var setup = new SiteSetup
        {
            Services = s => s.AddRateLimiter(o =>
            {
                o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
                o.OnRejected = OpportunityScanProblems.RateLimitedAsync;
                o.AddFixedWindowLimiter("few", w => (w.PermitLimit, w.Window, w.QueueLimit) = (2, TimeSpan.FromDays(1), 0));
            }),
            Pipeline = app => app.UseRateLimiter(),
            Map = endpoints => endpoints.MapOpportunityScanning().RequireRateLimiting("few"),
        };
        await using var site = await ScanSite.StartAsync(setup, Sample.Finds("gap"));
        await site.Client().GetAsync("/");
        await site.Client().GetAsync("/");

        var refused = await site.Client().GetAsync("/");

        refused.Status.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Code.Should().Be("rate_limited");
        refused.Header("Retry-After").Should().NotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("/api/v1/opportunities")]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("/scans/")]
    [InlineData("/scans%20of%20ours")]
    public async Task Links_lead_to_wherever_the_endpoints_are(string prefix)
    {
        await using var site = await ScanSite.StartAsync(
            new SiteSetup { Map = e => e.MapGroup("/outer/{tenant}").MapOpportunityScanning(Uri.UnescapeDataString(prefix)) }, Sample.Finds("gap"));
        using var http = site.Http();
        http.DefaultRequestHeaders.Add("X-User", "ann");

        using var started = await http.PostAsync("/outer/a%20b" + prefix.TrimEnd('/') + "/discover", null);

        started.StatusCode.Should().Be(HttpStatusCode.Accepted);
        var answer = JsonNode.Parse(await started.Content.ReadAsStringAsync())!;
        ((string)answer["poll_url"]!).Should().StartWith("/outer/a%20b" + prefix.TrimEnd('/') + "/status/scan_");
        using var status = await http.GetAsync((string)answer["poll_url"]!);
        status.StatusCode.Should().Be(HttpStatusCode.OK);
        var shown = JsonNode.Parse(await status.Content.ReadAsStringAsync())!;
        ((string)shown["poll_url"]!).Should().Be((string)answer["poll_url"]!);
        using var results = await http.GetAsync((string)shown["results_url"]!);
        results.IsSuccessStatusCode.Should().BeTrue();
    }

    [Fact]
    public async Task Links_know_the_path_base()
    {
        await using var site = await ScanSite.StartAsync(
            new SiteSetup
            {
                Pipeline = app =>
                {
                    app.UsePathBase("/behind");
                    app.UseRouting().UseAuthentication().UseAuthorization();
                },
            }, Sample.Finds("gap"));
        using var http = site.Http();
        http.DefaultRequestHeaders.Add("X-User", "ann");

        using var started = await http.PostAsync("/behind" + SiteClient.Root + "/discover", null);

        started.Headers.Location!.OriginalString.Should().StartWith("/behind/api/v1/opportunities/status/");
    }

    [Fact]
    public async Task Endpoints_can_be_mapped_twice()
    {
        await using var site = await ScanSite.StartAsync(
            new SiteSetup
            {
                Map = e =>
                {
                    e.MapOpportunityScanning();
                    e.MapOpportunityScanning("/v2", o => o.PollingInterval = TimeSpan.FromSeconds(9.5));
                },
            }, new GatedStrategy("gap"));
        using var http = site.Http();
        http.DefaultRequestHeaders.Add("X-User", "ann");

        using var started = await http.PostAsync("/v2/discover", null);

        started.Headers.RetryAfter!.Delta.Should().Be(TimeSpan.FromSeconds(10));
        (await site.Client().GetAsync("/latest")).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Conventions_reach_every_endpoint()
    {
        var setup = OpenApiDocument.Setup with
        {
            Map = e =>
            {
                e.MapOpenApi();
                e.MapOpportunityScanning().WithTags("Desk").WithMetadata("mine").AddEndpointFilter(async (context, next) =>
                {
                    context.HttpContext.Response.Headers["X-Filtered"] = "1";
                    return await next(context);
                });
            },
        };
        await using var site = await ScanSite.StartAsync(setup, Sample.Finds("gap"));

        var document = await OpenApiDocument.ReadAsync(site);
        var answer = await site.Client().GetAsync("/");

        document.Operations.Should().OnlyContain(o => (string)o.Node["tags"]![0]! == "Desk");
        site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.Should().OnlyContain(e => e.DisplayName!.Contains("openapi") || e.Metadata.GetMetadata<string>() == "mine");
        answer.Header("X-Filtered").Should().Be("1");
        answer.Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Anonymous_use_can_be_allowed_on_the_builder()
    {
        await using var site = await ScanSite.StartAsync(
            new SiteSetup { Map = e => e.MapOpportunityScanning(configure: o => o.Owner = _ => new OwnerId("everybody")).AllowAnonymous() }, Sample.Finds("gap"));

        (await site.Client(null).DiscoverAsync()).Status.Should().Be(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Answers_that_other_middleware_left_empty_become_problems()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Pipeline = app => app.UseStatusCodePages(OpportunityScanProblems.StatusCodeAsync) }, Sample.Finds("gap"));

        var wrongMethod = await site.Client().SendAsync(HttpMethod.Put, "/discover", null);
        var nowhere = await site.Client().GetAsync("/nowhere/at/all");

        wrongMethod.Status.Should().Be(HttpStatusCode.MethodNotAllowed);
        wrongMethod.Code.Should().Be("method_not_allowed");
        nowhere.Code.Should().Be("not_found");
    }

    [Fact]
    public async Task What_the_host_has_set_stays_on_a_problem()
    {
        await using var site = await ScanSite.StartAsync(
            new SiteSetup
            {
                Pipeline = app => app.Use((http, next) =>
                {
                    http.Response.Headers.XContentTypeOptions = "nosniff";
                    return next(http);
                }),
            }, Sample.Finds("gap"));

        (await site.Client().GetAsync("/status/scan_1?what=1")).Header("X-Content-Type-Options").Should().Be("nosniff");
    }
}
