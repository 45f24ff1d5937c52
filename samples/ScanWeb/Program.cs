using System.Text.Json;
using MarketStrategies;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Logging.Console;
using SampleHost;
using ScanWeb;
using ScanWeb.Http;
using ScanWeb.SignIn;
using StackExchange.Redis;

// 1. What is asked for.
var prices = new RecordedMarket();
var strategies = StrategyCatalog.All(prices).Select(s => s.Descriptor).ToList();
var (options, exitCode) = new CommandLine(strategies.Select(s => s.Id)).Parse(args, Console.Out, Console.Error);
if (options is null) return exitCode;
if (options.HashPassword)
{
    Console.WriteLine(Accounts.Hash(Console.ReadLine() ?? ""));
    return ExitCodes.Stopped;
}

IConnectionMultiplexer? redis = null;
try
{
    if (options.Redis is { } endpoint) redis = await ConnectionMultiplexer.ConnectAsync(endpoint.ToString());
}
catch (RedisConnectionException)
{
    Console.Error.WriteLine($"error: Redis at {options.Redis} cannot be reached.");
    return ExitCodes.StoreUnavailable;
}

// 2. A host that scans: fourteen strategies on prices that take their time. In Redis all processes share scans and keys.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseUrls(options.Urls ?? builder.Configuration[WebHostDefaults.ServerUrlsKey] ?? CommandLine.DefaultUrls);
builder.WebHost.ConfigureKestrel(server => server.AddServerHeader = false);
builder.Logging.ClearProviders().AddConsoleFormatter<LogLine, ConsoleFormatterOptions>()
    .AddConsole(o => (o.FormatterName, o.LogToStandardErrorThreshold) = (LogLine.FormatterName, LogLevel.Trace));

var market = new SlowMarketData(prices, options.Latency, TimeProvider.System);
var scanning = builder.Services.AddOpportunityScanning(o => o.Deadline = options.Deadline);
foreach (var strategy in StrategyCatalog.All(market)) scanning.AddStrategy(strategy.WithFaults(options.Fail, options.Hang));
if (redis is not null)
{
    builder.Services.AddSingleton(redis);
    scanning.UseRedisStore();
}

// 3. Who may ask: whoever has a token.
builder.Services.AddOptions<SignInOptions>().BindConfiguration(SignInOptions.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<Accounts>().AddSignInLimit().AddKeyRing(redis);
builder.Services.AddAuthentication(BearerTokenDefaults.AuthenticationScheme).AddBearerToken();
builder.Services.AddAuthorization().AddHealthChecks();
builder.Services.AddOpenApi(static o => o.AddOpportunityScanning());
builder.Services.Configure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);

// 4. The page, and what it asks.
await using var app = builder.Build();
app.UseForwardedHeaders();
app.UseSecurityHeaders();
app.UseStatusCodePages(OpportunityScanProblems.StatusCodeAsync);
app.UseExceptionHandler(static failed => failed.Run(static _ => Task.CompletedTask)); // a 500, which becomes a problem like the others
app.UseDefaultFiles();
app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = static file => file.Context.Response.Headers.CacheControl = "no-cache" });
app.UseRouting();
app.UseAuthentication();
app.UseAuthorization();
app.UseRateLimiter();
app.MapHealthChecks("/healthz");
app.MapOpenApi();
app.MapSignIn();
app.MapOpportunityScanning(configure: static o => o.PollingInterval = TimeSpan.FromSeconds(1));
var catalog = await Catalog.ReadAsync(prices, strategies);
app.MapGet("/api/v1/catalog", () => catalog).RequireAuthorization().WithName("getCatalog").WithSummary("What can be scanned");

// 5. Until Ctrl+C or SIGTERM. What this process has not finished then, another one does.
try
{
    if (redis is not null) await app.Services.EnsureKeyAsync(redis, TimeProvider.System);
    await app.StartAsync();
}
catch (Exception e) when (e is IOException or Microsoft.Extensions.Options.OptionsValidationException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return ExitCodes.Failed;
}

var keptIn = options.Redis is { } server ? $"in Redis at {server}" : "in memory";
Console.WriteLine($"ScanWeb, process {Environment.ProcessId}: {string.Join(' ', app.Urls)} ({keptIn}). Ctrl+C stops.");
await app.WaitForShutdownAsync();
return ExitCodes.Stopped;
