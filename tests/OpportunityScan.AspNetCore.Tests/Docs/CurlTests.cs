using System.Diagnostics;
using System.Text.Json.Nodes;
using OpportunityScan.DocsTests.Markdown;

namespace OpportunityScan.AspNetCore.Tests.Docs;

/// <summary>The curl commands of the reference are run, one after the other, and answer as the page shows.</summary>
public sealed class CurlTests
{
    private static readonly MarkdownPage Page = Repository.Page("docs/http.md");

    private static readonly Opportunity Found = new()
    {
        Type = "spot_momentum",
        Symbol = "IBM",
        Exchange = "NYSE",
        Side = Side.Buy,
        ProfitPotential = 120.5m,
        Confidence = 0.8,
        RequiredCapital = 5_000,
        Timeframe = "1d",
        EntryPrice = 291.5m,
        ExitPrice = 298.1m,
        Metadata = System.Text.Json.JsonElement.Parse("""{"lookback": 20}"""),
    };

    [Fact]
    public async Task Every_example_answers_as_the_page_shows()
    {
        await using var site = await ScanSite.StartAsync(new SiteSetup { Listens = true }, Strategy("momentum", "Momentum", null), Strategy("carry", "Carry", new StrategyException("no_feed", "The feed is silent.")));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["API"] = site.App.Urls.Single() + SiteClient.Root, ["TOKEN"] = "ann", ["SCAN"] = "" };
        var examples = Page.Fences.Zip(Page.Fences.Skip(1).Append(null))
            .Where(pair => pair.First.Language is "sh" && !pair.First.Code.Contains("localhost:5000", StringComparison.Ordinal)).ToList(); // those are of the first program

        examples.Count.Should().Be(9);
        foreach (var (example, shown) in examples)
        {
            var printed = await RunAsync(example.Code, environment);
            if (shown is { Language: "json" }) Compare(JsonNode.Parse(shown.Code), JsonNode.Parse(printed), $"line {example.Line}");
            else if (shown is { Language: "text" }) printed.Should().StartWith("retry: 2000\n\nevent: snapshot\nid: ").And.EndWith("\n\n");
            else if (example.Code.Contains("-X QUERY", StringComparison.Ordinal)) ((int)JsonNode.Parse(printed)!["total_matching"]!).Should().Be(1);
            else printed.Should().StartWith("HTTP/1.1 200 OK").And.Contain("Preference-Applied: wait=20").And.Contain("ETag: \"");
            if (environment["SCAN"].Length > 0) continue;
            environment["SCAN"] = (string)JsonNode.Parse(printed)!["scan_id"]!;
            await site.Scans.WatchAsync(new ScanKey(new OwnerId("ann"), new ScanId(environment["SCAN"]))).LastAsync();
        }
    }

    private static DelegatedStrategy Strategy(string id, string name, Exception? failure)
    {
        return new DelegatedStrategy(new StrategyDescriptor(id) { Name = name, Parameters = [new StrategyParameter("symbol")] }, (_, _) => LookAsync());

        async IAsyncEnumerable<Opportunity> LookAsync()
        {
            await Task.Yield();
            if (failure is not null) throw failure;
            yield return Found;
        }
    }

    private static async Task<string> RunAsync(string script, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("bash", ["-euc", script]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["no_proxy"] = "127.0.0.1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var printed = await Limit.Within(process.StandardOutput.ReadToEndAsync());
        await Limit.Within(process.WaitForExitAsync());
        process.ExitCode.Should().Be(0, await errors);
        return printed;
    }

    /// <summary>The same names and kinds everywhere; the same texts where nothing in them depends on the run.</summary>
    private static void Compare(JsonNode? shown, JsonNode? printed, string at)
    {
        if (shown is null || printed is null) return;
        printed.GetValueKind().Should().Be(shown.GetValueKind(), at);
        switch (shown)
        {
            case JsonObject item:
                printed.AsObject().Select(p => p.Key).Should().Equal(item.Select(p => p.Key), at);
                foreach (var (name, value) in item) Compare(value, printed[name], $"{at}.{name}");
                break;
            case JsonArray items:
                printed.AsArray().Should().HaveCount(items.Count, at);
                for (var i = 0; i < items.Count; i++) Compare(items[i], printed[i], $"{at}[{i}]");
                break;
            default:
                if (shown.GetValueKind() == System.Text.Json.JsonValueKind.String && (string)shown! is var text && !text.Contains("...", StringComparison.Ordinal) && !text.Any(char.IsAsciiDigit))
                    ((string)printed!).Should().Be(text, at);
                break;
        }
    }
}
