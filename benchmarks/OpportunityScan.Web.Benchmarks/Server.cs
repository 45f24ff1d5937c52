using System.Globalization;
using Microsoft.AspNetCore.Authentication.BearerToken;
using OpportunityScan.Benchmarks;
using StackExchange.Redis;

namespace OpportunityScan.Web.Benchmarks;

/// <summary>The process that is measured: the endpoints of scans, and beside them a bare one that reads the same record.</summary>
internal static class Server
{
    private const int Strategies = 14;
    private static readonly OwnerId Owner = new("benchmark");

    /// <summary>Strategies that end at once: the scan is soon terminal.</summary>
    internal static IEnumerable<string> Ending => Names("ending");

    /// <summary>Strategies that find one opportunity and wait: the scan runs until it is cancelled.</summary>
    internal static IEnumerable<string> Waiting => Names("waiting");

    internal static async Task RunAsync(string redis)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var connection = await ConnectionMultiplexer.ConnectAsync(redis);
        builder.Services.AddSingleton<IConnectionMultiplexer>(connection);
        var scanning = builder.Services.AddOpportunityScanning(o => o.Deadline = TimeSpan.FromMinutes(30)).UseRedisStore();
        foreach (var name in Ending) scanning.AddStrategy(new StrategyDescriptor(new StrategyId(name)), static (_, stop) => Bodies.One(stop));
        foreach (var name in Waiting) scanning.AddStrategy(new StrategyDescriptor(new StrategyId(name)), static (_, stop) => Bodies.Endless(stop));
        builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken();
        builder.Services.AddAuthorization();

        await using var app = builder.Build();
        app.MapOpportunityScanning("/scans", o => (o.Owner, o.RequireAuthorization) = (static _ => Owner, false));
        app.MapGet("/bare/{key}", (string key, HttpContext http) => BareAsync(key, connection.GetDatabase(), http));
        app.MapGet("/memory", static () => Memory());
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
    }

    /// <summary>One HGETALL, and all that it brought as the answer.</summary>
    private static async Task BareAsync(string key, IDatabase database, HttpContext http)
    {
        var fields = await database.HashGetAllAsync(key);
        http.Response.ContentType = "application/octet-stream";
        http.Response.ContentLength = fields.Sum(static f => f.Value.Length());
        foreach (var field in fields) await http.Response.Body.WriteAsync((ReadOnlyMemory<byte>)field.Value);
    }

    /// <summary>The managed heap after a full collection, and what the process has in memory, in bytes.</summary>
    private static string Memory()
    {
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        return string.Create(CultureInfo.InvariantCulture, $"{heap} {Environment.WorkingSet}");
    }

    private static IEnumerable<string> Names(string kind) => Enumerable.Range(1, Strategies).Select(i => string.Create(CultureInfo.InvariantCulture, $"{kind}-{i}"));
}
