using System.Reflection;
using System.Text.RegularExpressions;
using ScanConsole.Tests.Strategies;

namespace ScanConsole.Tests.Trading;

/// <summary>What the sample's README says came of the findings is what the command prints.</summary>
public sealed partial class WalkForwardTests
{
    [Fact]
    public async Task The_table_in_the_README_is_that_of_the_command()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Root(), "samples", "MarketStrategies", "README.md"));

        var printed = (await WalkForward.RunAsync(StrategyRun.Market)).ToMarkdown();

        Table().Match(readme).Groups["table"].Value.Should().Be(printed, "dotnet run --project samples/ScanConsole -- --walk-forward prints it");
    }

    /// <summary>The confidence of signals is the share that paid, to within three errors of it; that of findings, to within two.</summary>
    [Fact]
    public async Task What_is_shown_is_what_came()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Root(), "samples", "MarketStrategies", "README.md"));
        var all = All().Match(readme);
        double Figure(string name) => double.Parse(all.Groups[name].Value, System.Globalization.CultureInfo.InvariantCulture);

        Figure("paid").Should().BeApproximately(Figure("shown"), 3 * Figure("error"));
        Figure("foundPaid").Should().BeApproximately(Figure("foundShown"), 2 * Figure("foundError"));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(Assembly.GetExecutingAssembly().Location).Parent!;
        while (!File.Exists(Path.Combine(folder.FullName, "OpportunityScan.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    [GeneratedRegex(@"<!-- walk-forward -->\n(?<table>.*?)<!-- /walk-forward -->", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Table();

    [GeneratedRegex(@"\| all \| \d+ \| (?<shown>[\d.]+) % \| (?<paid>[\d.]+) ± (?<error>[\d.]+) % \| \d+ \| (?<foundShown>[\d.]+) % \| (?<foundPaid>[\d.]+) ± (?<foundError>[\d.]+) %", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex All();
}
