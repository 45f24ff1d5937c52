using System.Text.Json;
using System.Text.RegularExpressions;

namespace ScanConsole.Tests.Processes;

public sealed partial class ConsoleProcessTests
{
    [Fact]
    public async Task Json_is_one_document_of_all_fourteen_strategies_and_nothing_else()
    {
        var (exitCode, output, error) = await ConsoleProcess.RunAsync("--json", "--latency", "0s", "--top", "5");

        exitCode.Should().Be(0);
        error.Should().BeEmpty();
        using var document = JsonDocument.Parse(output);
        var scan = document.RootElement;
        scan.GetProperty("status").GetString().Should().Be("complete");
        scan.GetProperty("strategies").EnumerateArray().Select(s => s.GetProperty("status").GetString()).Should().HaveCount(14).And.AllBe("succeeded");
        scan.GetProperty("total_opportunities").GetInt32().Should().BeInRange(6, 20);
        scan.GetProperty("assumptions").GetArrayLength().Should().Be(3);
        scan.GetProperty("more_results").GetBoolean().Should().BeTrue();
        var scores = scan.GetProperty("opportunities").EnumerateArray().Select(r => r.GetProperty("profit_potential_usd").GetDouble() * r.GetProperty("confidence_score").GetDouble());
        scores.Should().HaveCount(5).And.BeInDescendingOrder();
        scan.GetProperty("as_of").GetString().Should().Be("2001-01-02");
        scan.GetProperty("opportunities")[0].GetProperty("strategy_name").GetString().Should().Be("Spot momentum");
    }

    [Fact]
    public async Task Csv_is_a_row_for_each_result_and_nothing_else()
    {
        var (exitCode, output, error) = await ConsoleProcess.RunAsync("--csv", "--latency", "0s", "--top", "3");

        (exitCode, error).Should().Be((0, ""));
        var rows = output.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rows.Should().HaveCount(4);
        rows[0].Should().Be("rank,strategy_id,strategy_name,opportunity_type,symbol,exchange,side,profit_potential_usd,confidence_score,risk_level,required_capital_usd,"
            + "estimated_timeframe,entry_price,exit_price,discovered_at,expires_at,metadata");
        rows[1].Should().StartWith("1,spot-momentum,Spot momentum,").And.EndWith("}\"").And.Contain("\"\"asOf\"\":\"\"1998-08-14\"\"");
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    public void In_a_terminal_without_colours_nothing_is_wider_than_it(int width)
    {
        var output = new StringWriter();
        var view = new PlainView(output, TimeProvider.System, Views.Snapshots.Options, () => width);
        var snapshot = Views.Snapshots.Of(
            ScanStatus.Completed, [Views.Snapshots.Outcome("statistical-arbitrage", StrategyStatus.Succeeded, found: 3), Views.Snapshots.Outcome("hedging", StrategyStatus.Failed, message: "The feed of the market was silent for longer than anybody waits.")]);

        view.FollowAsync(new[] { snapshot }.ToAsyncEnumerable()).IsCompletedSuccessfully.Should().BeTrue();
        view.Show(Views.Snapshots.Results(snapshot, Views.Snapshots.Opportunity("IBM"), Views.Snapshots.Opportunity("dow30:minimum-variance")));

        var lines = output.ToString().Split('\n', StringSplitOptions.TrimEntries);
        lines.Where(l => l.Length > Math.Max(width, 59)).Should().BeEmpty("a line of progress needs 59 columns, and everything else fits");
    }

    [Fact]
    public async Task Piped_output_is_a_plain_line_per_strategy_and_the_ranked_results()
    {
        var (exitCode, output, error) = await ConsoleProcess.RunAsync("--latency", "0s", "--top", "3");

        exitCode.Should().Be(0);
        error.Should().BeEmpty();
        output.Should().NotContain("\u001b", "colours and cursor movements are for terminals");
        var lines = output.Split('\n');
        lines[0].Should().EndWith("14 strategies.");
        lines[1..15].Should().OnlyContain(l => l.Contains("done", StringComparison.Ordinal) && l.EndsWith(" found", StringComparison.Ordinal));
        lines[16].Should().ContainAll("Symbol", "Side", "Profit", "Enter", "Leave");
        output.Should().Contain("As of 14 Aug 1998 to 2 Jan 2001: these are recorded prices, not today's.");
        output.Should().Contain("Assumed: filled a day after the signal, less 10 bp costs and 4.88 % for cash.").And.Contain("past trades of");
        output.Should().Contain("14 of 14 strategies ran to their end").And.MatchRegex("best 3 of [0-9]+ ");
    }

    [Fact]
    public async Task In_a_terminal_the_scan_is_drawn_over_and_over_and_the_results_remain()
    {
        var (exitCode, output) = (0, "");
        for (var latency = 20; latency < 4_000 && output.Split("Statistical arbitrage").Length <= 3; latency *= 4) // a scan that lasts for some frames
        {
            using var process = ConsoleProcess.StartInTerminal("--latency", $"{latency}ms");
            (exitCode, output, _) = await process.EndAsync();
        }

        exitCode.Should().Be(0);
        output.Split("Statistical arbitrage").Should().HaveCountGreaterThan(3, "each frame has a row for each strategy");
        output.Should().MatchRegex("\u001b\\[[0-9]+A", "a frame is drawn over the one before").And.Contain("14 of 14 strategies ran to their end");
        output.Should().Contain("\u001b[?25l").And.Contain("\u001b[?25h", "the cursor comes back");
    }

    [Fact]
    public async Task A_filter_holds_back_results_without_another_scan_finding_less()
    {
        var (_, output, _) = await ConsoleProcess.RunAsync("--json", "--latency", "0s", "--min-profit", "25", "--risk", "high", "--top", "1000");

        using var document = JsonDocument.Parse(output);
        var results = document.RootElement.GetProperty("opportunities").EnumerateArray().ToList();
        results.Should().NotBeEmpty().And.OnlyContain(r => r.GetProperty("profit_potential_usd").GetDecimal() >= 25 && r.GetProperty("risk_level").ValueEquals("high"));
        document.RootElement.GetProperty("total_opportunities").GetInt32().Should().BeGreaterThan(results.Count);
        document.RootElement.GetProperty("total_matching").GetInt32().Should().Be(results.Count);
    }

    [Fact]
    public async Task A_failing_strategy_harms_no_other()
    {
        var (exitCode, output, error) = await ConsoleProcess.RunAsync("--latency", "0s", "--fail", "scalping");

        exitCode.Should().Be(0, "the scan completed");
        output.Should().Contain("13 of 14 strategies ran to their end, 1 failed").And.MatchRegex(@"scalping +failed \(injected\): Was told to fail");
        error.Should().Contain("scalping failed (injected)");
    }

    [Fact]
    public async Task A_hanging_strategy_ends_with_the_deadline_and_all_else_is_kept()
    {
        var (exitCode, output) = (0, "breakout timed out");
        for (var deadline = 4; deadline < 200 && BreakoutTimedOut().IsMatch(output); deadline *= 2) // one that breakout can keep on this machine
        {
            (exitCode, output, _) = await ConsoleProcess.RunAsync(
                "--latency", "0s", "--strategies", "breakout,spot-momentum", "--hang", "spot-momentum", "--deadline", $"{deadline}s");
        }

        exitCode.Should().Be(1);
        output.Should().MatchRegex("breakout +done").And.MatchRegex("spot-momentum +timed out: ").And.Contain("found before are kept").And.Contain("Timed out after");
    }

    [Fact]
    public async Task Ctrl_C_cancels_and_shows_what_was_found()
    {
        using var process = ConsoleProcess.Start("--latency", "0s", "--hang", "scalping");
        await process.OutputAsync("spot-momentum ");

        await process.InterruptAsync();

        var (exitCode, output, _) = await process.EndAsync();
        exitCode.Should().Be(130);
        output.Should().Contain("Canceled after").And.MatchRegex("scalping +canceled: ").And.Contain("Symbol");
    }

    [Fact]
    public async Task Ctrl_C_still_gives_one_JSON_document()
    {
        using var process = ConsoleProcess.Start("--latency", "0s", "--json", "--hang", "scalping", "--fail", "hedging");
        await process.ErrorAsync("hedging failed");

        await process.InterruptAsync();

        var (exitCode, output, _) = await process.EndAsync();
        exitCode.Should().Be(130);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("status").GetString().Should().Be("cancelled");
    }

    [Fact]
    public async Task Wrong_usage_is_explained_on_standard_error()
    {
        var (exitCode, output, error) = await ConsoleProcess.RunAsync("--symbols", "NOPE", "--strategies", "nope");

        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        error.Should().Contain("Unknown symbol 'NOPE'").And.Contain("Unknown strategy 'nope'").And.Contain("spot-momentum");
    }

    [GeneratedRegex("breakout +timed out", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex BreakoutTimedOut();
}
