using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.AspNetCore.Tests.Security;

public sealed class OwnerTests
{
    private static readonly (HttpMethod Method, string Path)[] OfScan =
    [
        (HttpMethod.Get, "/status/{0}"), (HttpMethod.Get, "/results/{0}"), (HttpMethod.Get, "/events/{0}"), (HttpMethod.Delete, "/{0}"),
        (HttpMethod.Get, "/status/{0}?symbols=IBM"), (HttpMethod.Get, "/results/{0}?partial=true"),
    ];

    [Fact]
    public async Task The_scan_of_another_cannot_be_told_from_one_that_does_not_exist()
    {
        await using var site = await ScanSite.StartAsync(new GatedStrategy("gap"));
        var id = await site.Client().StartAsync();
        var bob = site.Client("bob");

        foreach (var (method, path) in OfScan)
        {
            var another = await AskAsync(bob, method, path, id);
            var unknown = await AskAsync(bob, method, path, ScanId.New().Value);
            var malformed = await AskAsync(bob, method, path, "%20%C3%A4%0A");

            another.Status.Should().Be(HttpStatusCode.NotFound, path);
            another.Code.Should().Be("not_found");
            another.Text.Should().Be(unknown.Text).And.Be(malformed.Text);
            another.Headers.Should().BeEquivalentTo(unknown.Headers).And.BeEquivalentTo(malformed.Headers);
        }

        ((string)(await site.Client().GetAsync("/status/" + id)).Json["status"]!).Should().Be("scanning", "it was not cancelled either");
    }

    [Fact]
    public async Task The_expired_scan_of_another_cannot_be_told_either()
    {
        var clock = new FakeTimeProvider();
        await using var site = await ScanSite.StartAsync(new SiteSetup { Clock = clock }, Sample.Finds("gap"));
        var id = await site.Client().StartAsync();
        await site.Client().EndAsync(id);
        clock.Advance(TimeSpan.FromHours(2));

        foreach (var (method, path) in OfScan)
        {
            var own = await AskAsync(site.Client(), method, path, id);
            own.Status.Should().Be(HttpStatusCode.Gone, path);
            own.Code.Should().Be("expired");
            (await AskAsync(site.Client("bob"), method, path, id)).Status.Should().Be(HttpStatusCode.NotFound);
        }
    }

    [Theory]
    [InlineData("POST", "/discover")]
    [InlineData("GET", "/status/scan_1")]
    [InlineData("GET", "/results/scan_1")]
    [InlineData("GET", "/events/scan_1")]
    [InlineData("DELETE", "/scan_1")]
    [InlineData("GET", "/latest")]
    [InlineData("GET", "/")]
    public async Task Nobody_is_let_in_without_signing_in(string method, string path)
    {
        var setup = new SiteSetup
        {
            Pipeline = app => app.UseStatusCodePages(OpportunityScanProblems.StatusCodeAsync).UseAuthentication().UseAuthorization(),
        };
        await using var site = await ScanSite.StartAsync(setup, Sample.Finds("gap"));

        var nobody = await site.Client(null).SendAsync(new HttpMethod(method), path, null);
        var nameless = await site.Client(null).SendAsync(new HttpMethod(method), path, null, ("X-Nameless", "1"));

        nobody.Status.Should().Be(HttpStatusCode.Unauthorized);
        nobody.Code.Should().Be("unauthorized");
        nameless.Status.Should().Be(HttpStatusCode.Forbidden, "somebody is signed in, but owns nothing");
        nameless.Code.Should().Be("forbidden");
        ((string)nameless.Json["detail"]!).Should().Contain("'sub'").And.Contain("nameidentifier");
        site.Log.GetSnapshot().Should().Contain(l => l.Level == Microsoft.Extensions.Logging.LogLevel.Warning && l.Message.Contains("'sub'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_can_let_everybody_in_and_say_who_owns()
    {
        var setup = new SiteSetup
        {
            Http = o =>
            {
                o.RequireAuthorization = false;
                o.Owner = http => OwnerId.TryParse(http.Request.Headers["X-Desk"], out var desk) ? desk : null;
            },
        };
        await using var site = await ScanSite.StartAsync(setup, new GatedStrategy("gap"));

        (await site.Client(null).DiscoverAsync("{}", ("X-Desk", "7"))).Status.Should().Be(HttpStatusCode.Accepted);
        (await site.Client(null).GetAsync("/latest", ("X-Desk", "7"))).Status.Should().Be(HttpStatusCode.OK);
        (await site.Client(null).GetAsync("/latest", ("X-Desk", "8"))).Status.Should().Be(HttpStatusCode.NotFound);
        var nobody = await site.Client(null).GetAsync("/latest");
        nobody.Status.Should().Be(HttpStatusCode.Unauthorized);
        nobody.Code.Should().Be("unauthorized");
    }

    private static Task<SiteAnswer> AskAsync(SiteClient client, HttpMethod method, string path, string id) =>
        client.SendAsync(method, path.Replace("{0}", id, StringComparison.Ordinal), null);
}
