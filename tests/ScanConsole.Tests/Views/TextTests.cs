using System.Text.Json;

namespace ScanConsole.Tests.Views;

public sealed class TextTests
{
    [Fact]
    public void A_table_drops_its_least_important_columns_rather_than_break_a_line()
    {
        TextColumn<string>[] columns = [new("Name", r => r, Keep: 2, Least: 0), new("Long column", _ => "x", Keep: 1, Least: 0, Right: true)];

        TextTable.Lines(["abc"], columns, width: 17).Should().Equal("Name  Long column", "abc             x");
        TextTable.Lines(["abc"], columns, width: 16).Should().Equal("Name", "abc");
    }

    [Fact]
    public void Results_show_profit_confidence_and_capital_at_80_columns()
    {
        var lines = ResultsTable.Lines([Snapshots.Opportunity("IBM")], 79);

        lines[0].Should().ContainAll("Symbol", "Strategy", "Profit", "Conf", "Capital");
        lines[1].Should().ContainAll("IBM", "breakout", "$12.50", "63 %", "$1,235", "sell").And.HaveLength(Math.Min(79, lines[1].Length));
    }

    [Fact]
    public void Reasons_are_indented_below_their_result_and_fit_the_width()
    {
        var reasoned = Snapshots.Opportunity("IBM") with { Metadata = JsonSerializer.SerializeToElement(new { why = string.Join(' ', Enumerable.Repeat("reason", 30)) }) };

        var lines = ResultsTable.LinesWithReasons([reasoned, Snapshots.Opportunity("KO")], 79).ToList();

        lines.Should().OnlyContain(l => l.Text.Length <= 79);
        lines.Select(l => l.IsReason).Should().Equal(false, false, true, true, true, false);
        lines[2].Text.Should().StartWith("    reason reason");
        TextTable.Wrap("a-word-that-is-too-long and more", 10).Should().Equal("a-word-that-is-too-long", "and more");
        TextTable.Wrap("", 10).Should().BeEmpty();
    }

    [Fact]
    public void The_assumptions_are_three_lines_of_at_most_79_characters_that_say_the_terms()
    {
        var lines = Assumptions.Lines(costs: 12.5m, rate: 5.25m);

        lines.Should().HaveCount(3).And.OnlyContain(l => l.Length <= 79);
        lines[0].Should().Contain("12.5 bp").And.Contain("5.25 %");
        Assumptions.Lines()[0].Should().Contain("10 bp").And.Contain("4.88 %");
    }

    [Fact]
    public void The_explanation_counts_what_became_of_the_strategies()
    {
        var snapshot = Snapshots.Of(ScanStatus.Completed,
        [
            Snapshots.Outcome("a", StrategyStatus.Succeeded, found: 3),
            Snapshots.Outcome("b", StrategyStatus.Failed, found: 1, message: "Broke."),
            Snapshots.Outcome("c", StrategyStatus.TimedOut, message: "Too late."),
            Snapshots.Outcome("d", StrategyStatus.Succeeded),
        ]);

        Explanation.Of(Snapshots.Results(snapshot, Snapshots.Opportunity("IBM")), Snapshots.Options)
            .Should().Equal("Completed after 4.0 s: 4 found, 2 of 4 strategies ran to their end, 1 failed, 1 timed out.");
        Explanation.OfStrategies(snapshot).Should().Equal(
            (StrategyStatus.TimedOut, "c", "timed out: Too late."),
            (StrategyStatus.Failed, "b", "failed (code): Broke. The 1 found before are kept."),
            (StrategyStatus.Succeeded, "d", "found nothing: no signal today whose like paid in the past beyond chance."));
    }

    [Fact]
    public void Many_of_one_fate_share_a_line()
    {
        var snapshot = Snapshots.Of(ScanStatus.Canceled, "abc".Select(c => Snapshots.Outcome(c.ToString(), StrategyStatus.Canceled, found: 2, message: "Stopped.")));

        Explanation.OfStrategies(snapshot).Should().Equal(
            (StrategyStatus.Canceled, "3 strategies", "canceled: Stopped. The 6 found before are kept. These are a, b, c."));
    }

    [Theory]
    [InlineData(StrategyStatus.Succeeded, 0, "no strategy has a signal today")]
    [InlineData(StrategyStatus.Failed, 0, "no strategy ran to its end")]
    [InlineData(StrategyStatus.Skipped, 0, "no strategy ran before")]
    [InlineData(StrategyStatus.Succeeded, 2, "broke a rule")]
    public void No_results_are_explained(StrategyStatus status, int rejected, string why)
    {
        var outcome = Snapshots.Outcome("a", status) with { Rejected = rejected, Rejections = [new Rejection("profit", rejected, "-1 is negative.")] };

        Explanation.Of(Snapshots.Results(Snapshots.Of(ScanStatus.Completed, [outcome])), Snapshots.Options).Last().Should().Contain(why);
    }

    [Fact]
    public void Results_that_a_filter_holds_back_are_explained_by_the_filter()
    {
        var snapshot = Snapshots.Of(ScanStatus.Completed, [Snapshots.Outcome("a", StrategyStatus.Succeeded, found: 3)]);
        var options = Snapshots.Options with { MinProfit = 500, Risks = [RiskLevel.Low, RiskLevel.VeryHigh] };

        Explanation.Of(Snapshots.Results(snapshot), options).Last().Should().Be("None of the 3 passes the filter (--min-profit 500 --risk low,very-high).");
    }

    [Theory]
    [InlineData(ScanStatus.Completed, 0)]
    [InlineData(ScanStatus.Failed, 1)]
    [InlineData(ScanStatus.TimedOut, 1)]
    [InlineData(ScanStatus.Canceled, 130)]
    public void The_exit_code_follows_the_status(ScanStatus status, int code) => ExitCodes.Of(status).Should().Be(code);
}
