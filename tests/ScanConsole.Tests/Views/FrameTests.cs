using Spectre.Console;

namespace ScanConsole.Tests.Views;

public sealed class FrameTests
{
    private static readonly DateTimeOffset Now = Snapshots.Start.AddSeconds(3);

    private static ScanSnapshot Running => Snapshots.Of(
        ScanStatus.Running,
        Enumerable.Range(0, 14).Select(i => Snapshots.Outcome(
            "strategy-number-" + i, i < 10 ? StrategyStatus.Running : i < 12 ? StrategyStatus.Succeeded : StrategyStatus.Pending, found: i, progress: i < 10 ? 0.5 : null)),
        Enumerable.Range(0, 10).Select(i => Snapshots.Opportunity("SYMBOL" + i)));

    private static List<string> Lines(ScanSnapshot snapshot, int width, int height) =>
        [.. new Frame(width, height).Lines(snapshot, Now).Select(l => Markup.Remove(l.ToMarkup(width)))];

    [Theory]
    [InlineData(20, 5)]
    [InlineData(60, 12)]
    [InlineData(78, 24)]
    [InlineData(118, 40)]
    [InlineData(300, 100)]
    public void It_fits_the_terminal(int width, int height)
    {
        var lines = Lines(Running, width, height);

        lines.Should().OnlyContain(l => l.Length <= width);
        lines.Should().HaveCountLessThanOrEqualTo(Math.Max(height - 1, 5));
    }

    [Fact]
    public void At_80_by_24_all_strategies_and_some_results_are_seen()
    {
        var lines = Lines(Running, 78, 24);

        lines[0].Should().StartWith(" Running").And.Contain("50 %").And.Contain("2/14 done").And.Contain("91 found").And.Contain("3.0 s").And.EndWith("3.0 s");
        lines.Where(l => l.Contains("strategy-number", StringComparison.Ordinal)).Should().HaveCount(14);
        lines.Where(l => l.Contains("SYMBOL", StringComparison.Ordinal)).Should().HaveCount(5);
        lines.Should().Contain(l => l.Contains("Capital", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_has_state_progress_found_and_elapsed()
    {
        var row = Lines(Running, 78, 24)[2];

        row.Should().MatchRegex("^ The strategy-number-0 +running +━+─+ +50 % +0 +3.0 s$");
    }

    [Fact]
    public void In_a_low_terminal_those_that_run_are_seen_and_the_others_counted()
    {
        var lines = Lines(Running, 78, 10);

        lines.Should().HaveCount(9);
        lines[2..8].Should().OnlyContain(l => l.Contains("running", StringComparison.Ordinal));
        lines[8].Should().Be(" and 8 more");
    }

    [Theory]
    [InlineData(7, null, "  about 7.0 s left")]
    [InlineData(7, 7, "  about 7.0 s left")]
    [InlineData(7, 12, "  7.0 s to 12 s left")]
    [InlineData(-1, 12, "  0.0 s to 12 s left")]
    [InlineData(-1, null, "")]
    [InlineData(null, null, "")]
    public void The_time_that_is_left_is_what_the_library_says_and_nothing_where_it_does_not_know(int? p50, int? p90, string expected)
    {
        ScanEstimate? estimate = p50 is { } near ? new ScanEstimate(Now.AddSeconds(near), p90 is { } far ? Now.AddSeconds(far) : null) : null;
        var snapshot = Snapshots.Of(ScanStatus.Running, [Snapshots.Outcome("a", StrategyStatus.Running, progress: 0.1)], estimate: estimate);

        Frame.Left(snapshot, Now).Should().Be(expected);
        Lines(snapshot, 78, 24)[0].Should().EndWith(expected.Length > 0 ? expected : "3.0 s");
    }

    [Fact]
    public void A_line_is_cut_in_the_middle_of_a_piece_and_markup_in_it_is_only_text()
    {
        var line = new StyledLine().Add("[a]", "red").Add("bcd");

        line.ToMarkup(5).Should().Be("[red][[a]][/]bc");
        new StyledLine().ToMarkup(5).Should().Be(" ");
    }
}
