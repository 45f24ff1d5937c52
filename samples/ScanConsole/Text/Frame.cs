using System.Globalization;
using SampleHost;

namespace ScanConsole;

/// <summary>
/// One frame of the live view, as lines that fit the terminal: an overall bar, a row per strategy, the best results so far. Pure: the same
/// snapshot at the same instant in the same space gives the same lines.
/// </summary>
/// <param name="Width">The columns there are.</param>
/// <param name="Height">The lines there are.</param>
internal readonly record struct Frame(int Width, int Height)
{
    private const int FewestRows = 3;
    private const int LongestBar = 40;

    /// <summary>What a row has beside name and bar: the margin, state, percentage, found and elapsed, and the gaps between.</summary>
    private const int FixedWidth = 1 + 2 + 9 + 2 + 2 + 5 + 2 + 5 + 2 + 7;

    private int NameWidth => Width < 76 ? 16 : 24;

    private int BarWidth => Math.Clamp(Width - FixedWidth - NameWidth, 0, LongestBar);

    /// <summary>The lines of a frame, at most one fewer than the terminal has: the last belongs to the cursor.</summary>
    internal IReadOnlyList<StyledLine> Lines(ScanSnapshot snapshot, DateTimeOffset now)
    {
        var room = Height - 1;
        var lines = new List<StyledLine> { Overall(snapshot, now), Heading() };
        lines.AddRange(Rows(snapshot, now, Math.Max(FewestRows, room - lines.Count)));

        const int blankAndHeading = 2;
        var best = Math.Min(snapshot.Top.Length, room - lines.Count - blankAndHeading);
        if (best <= 0) return lines;
        lines.Add(new StyledLine());
        lines.AddRange(ResultsTable.Lines(snapshot.Top.Take(best), Width - 1).Select((line, i) => new StyledLine().Add(" " + line, i == 0 ? "grey" : null)));
        return lines;
    }

    /// <summary>What became of a scan that has ended: the overall bar, and a row for each strategy.</summary>
    internal IReadOnlyList<StyledLine> Outcomes(ScanSnapshot snapshot) =>
        [Overall(snapshot, snapshot.EndedAt ?? snapshot.CreatedAt), Heading(), .. Rows(snapshot, snapshot.EndedAt ?? snapshot.CreatedAt, int.MaxValue)];

    /// <summary>How long it will probably still take, in words; empty while the library does not know.</summary>
    internal static string Left(ScanSnapshot snapshot, DateTimeOffset now)
    {
        if (snapshot.RemainingAt(now) is not var (p50, p90)) return "";
        var (least, most) = (Duration.Show(p50), Duration.Show(p90 ?? p50));
        return string.Equals(least, most, StringComparison.Ordinal) ? $"  about {least} left" : $"  {least} to {most} left";
    }

    private StyledLine Overall(ScanSnapshot snapshot, DateTimeOffset now)
    {
        var progress = snapshot.Progress;
        var canceling = snapshot.State.CancelRequestedAt is not null && !snapshot.IsTerminal;
        var lost = snapshot.HasLostItsWorker(now);
        var title = canceling ? "Canceling" : snapshot.Status == ScanStatus.TimedOut ? "Timed out" : snapshot.Status.ToString();
        var elapsed = Duration.Show((snapshot.State.EndedAt ?? now) - (snapshot.State.StartedAt ?? now));
        var left = snapshot.IsTerminal || canceling ? "" : lost ? "  worker lost, waiting for another" : snapshot.Status == ScanStatus.Queued ? "  waiting for a worker" : Left(snapshot, now);
        var facts = $"{progress.Percentage,3:0} %  {progress.Done}/{progress.Total} done  {progress.Found} found  {elapsed}{left}";
        return new StyledLine()
            .Add($" {title,-9}  ", "bold")
            .AddBar(progress.Percentage / 100, Math.Clamp(Width - facts.Length - 15, 0, LongestBar), canceling || lost ? "yellow" : "green")
            .Add("  " + facts);
    }

    private StyledLine Heading() => new StyledLine().Add(
        $" {"Strategy".PadRight(NameWidth)}  {"State",-9}  {new string(' ', BarWidth)}  {"",5}  {"Found",5}  {"Elapsed",7}", "grey");

    private IEnumerable<StyledLine> Rows(ScanSnapshot snapshot, DateTimeOffset now, int room)
    {
        var rows = snapshot.State.Plan.Strategies.Zip(snapshot.Outcomes).ToList();
        var hidden = rows.Count <= room ? 0 : rows.Count - room + 1;

        // Where not all have room, those that are done give way to those that still run.
        var shown = hidden == 0 ? rows : [.. rows.OrderBy(r => r.Second.Status == StrategyStatus.Running ? 0 : r.Second.IsSettled ? 2 : 1).Take(rows.Count - hidden)];
        foreach (var (planned, outcome) in shown) yield return Row(planned.Name, outcome, now);
        if (hidden > 0) yield return new StyledLine().Add($" and {hidden} more", "grey");
    }

    private StyledLine Row(string name, StrategyOutcome outcome, DateTimeOffset now)
    {
        var colour = outcome.Status.Colour();
        var fraction = outcome.Status is StrategyStatus.Succeeded or StrategyStatus.NotApplicable ? 1 : outcome.Progress ?? 0;
        var percent = outcome.StartedAt is null ? "" : fraction.ToString("0 %", CultureInfo.InvariantCulture);
        var elapsed = (outcome.Elapsed ?? now - outcome.StartedAt) is { } time ? Duration.Show(time) : "";
        var shortened = TextTable.Shorten(name, NameWidth);
        return new StyledLine()
            .Add($" {shortened.PadRight(NameWidth)}  ")
            .Add($"{outcome.Status.Words(),-9}  ", colour)
            .AddBar(fraction, BarWidth, colour)
            .Add($"  {percent,5}  {outcome.Found,5}  {elapsed,7}");
    }
}
