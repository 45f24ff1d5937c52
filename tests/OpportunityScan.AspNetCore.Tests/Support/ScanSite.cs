using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Storage;

namespace OpportunityScan.AspNetCore.Tests.Support;

/// <summary>A web application with the endpoints, in this process and without a network.</summary>
internal sealed class ScanSite : IAsyncDisposable
{
    private ScanSite(WebApplication app) => App = app;

    internal WebApplication App { get; }

    internal FakeLogCollector Log => App.Services.GetRequiredService<FakeLogCollector>();

    internal IScanCoordinator Scans => App.Services.GetRequiredService<IScanCoordinator>();

    internal FakeTimeProvider Clock => (FakeTimeProvider)App.Services.GetRequiredService<TimeProvider>();

    internal static Task<ScanSite> StartAsync(params IStrategy[] strategies) => StartAsync(new SiteSetup(), strategies);

    internal static async Task<ScanSite> StartAsync(SiteSetup setup, params IStrategy[] strategies)
    {
        var builder = WebApplication.CreateSlimBuilder();
        if (setup.Listens) builder.WebHost.UseUrls("http://127.0.0.1:0");
        else builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddFakeLogging();
        builder.Services.AddAuthentication(HeaderAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>(HeaderAuthentication.Name, null);
        builder.Services.AddAuthorization();
        if (setup.Clock is { } clock) builder.Services.AddSingleton<TimeProvider>(clock);
        var scanning = builder.Services.AddOpportunityScanning(o =>
        {
            o.LeaseDuration = TimeSpan.FromMinutes(10);
            setup.Scanning?.Invoke(o);
        });
        if (setup.Store is { } store) scanning.UseStore(_ => store);
        foreach (var strategy in strategies) scanning.AddStrategy(strategy);
        setup.Services?.Invoke(builder.Services);
        var app = builder.Build();
        setup.Pipeline?.Invoke(app);
        if (setup.Map is { } map) map(app);
        else app.MapOpportunityScanning(configure: setup.Http);
        var site = new ScanSite(app);
        await app.StartAsync();
        return site;
    }

    /// <summary>A bare client.</summary>
    internal HttpClient Http() => App.GetTestClient();

    /// <summary>A client who is signed in as somebody, or as nobody.</summary>
    internal SiteClient Client(string? user = "ann")
    {
        var http = App.GetTestClient();
        http.Timeout = Timeout.InfiniteTimeSpan;
        if (user is not null) http.DefaultRequestHeaders.Add("X-User", user);
        return new SiteClient(http);
    }

    /// <summary>A request with a header that no client would send; returns when its answer has begun.</summary>
    internal Task<HttpContext> SendRawAsync(string method, string path, string header, string value) => Limit.Within(App.GetTestServer().SendAsync(http =>
    {
        (http.Request.Method, http.Request.Path) = (method, path);
        http.Request.Headers["X-User"] = "ann";
        http.Request.Headers[header] = value;
    }));

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}

/// <summary>What is special about a site.</summary>
internal sealed record SiteSetup
{
    /// <summary>Whether it listens on a port of its own, for clients that are other programs.</summary>
    internal bool Listens { get; init; }

    internal FakeTimeProvider? Clock { get; init; }

    internal IScanStore? Store { get; init; }

    internal Action<OpportunityScanOptions>? Scanning { get; init; }

    internal Action<OpportunityScanHttpOptions>? Http { get; init; }

    internal Action<IServiceCollection>? Services { get; init; }

    internal Action<WebApplication>? Pipeline { get; init; }

    internal Action<IEndpointRouteBuilder>? Map { get; init; }
}
