using MarketStrategies;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace ScanConsole;

/// <summary>A view that is drawn anew while the scan runs, then the results.</summary>
internal sealed class LiveView(IAnsiConsole console, TimeProvider timeProvider, ConsoleOptions options) : IScanView
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Failures are part of the view, and lines in between would tear it.</summary>
    public LogLevel LogLevel => LogLevel.Critical;

    public Task FollowAsync(IAsyncEnumerable<ScanSnapshot> snapshots) =>
        console.Live(Text.Empty).AutoClear(true).Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
        {
            ScanSnapshot? latest = null;
            using var redraw = new PeriodicTimer(RedrawInterval, timeProvider);
            var following = TakeLatestAsync();
            while (!following.IsCompleted)
            {
                if (latest is not null) live.UpdateTarget(Draw(latest));
                await Task.WhenAny(following, redraw.WaitForNextTickAsync().AsTask());
            }

            await following;

            async Task TakeLatestAsync()
            {
                await foreach (var snapshot in snapshots) latest = snapshot;
            }
        });

    public void Show(ScanResults results)
    {
        var width = console.Profile.Width - 1;
        foreach (var line in new Frame(width, int.MaxValue).Outcomes(results.Snapshot!)) console.MarkupLine(line.ToMarkup(width));
        console.WriteLine();
        if (!results.Items.IsEmpty)
        {
            var table = ResultsTable.LinesWithReasons(results.Items, console.Profile.Width - 1).ToList();
            console.MarkupLine($"[bold]{Markup.Escape(table[0].Text)}[/]");
            foreach (var (line, isReason) in table.Skip(1)) console.MarkupLine(isReason ? $"[grey]{Markup.Escape(line)}[/]" : Markup.Escape(line));
            console.WriteLine();
            if (AsOf.Line(results.Items) is { } asOf) console.MarkupLine($"[bold yellow]{asOf}[/]");
            foreach (var line in Assumptions.Lines(options.Costs, options.Rate)) console.MarkupLine($"[yellow]{Markup.Escape(line)}[/]");
            console.WriteLine();
        }

        foreach (var line in Explanation.Of(results, options)) console.MarkupLine($"[bold]{Markup.Escape(line)}[/]");
        var strategies = new Grid().AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0)).AddColumn();
        foreach (var (status, name, text) in Explanation.OfStrategies(results.Snapshot!)) strategies.AddRow($"[{status.Colour()}]{name}[/]", Markup.Escape(text));
        if (strategies.Rows.Count > 0) console.Write(strategies);
    }

    private Rows Draw(ScanSnapshot snapshot)
    {
        // The terminal echoes Ctrl+C as ^C behind the last line: there must be room for it.
        var width = console.Profile.Width - "^C".Length;
        return new Rows(new Frame(width, console.Profile.Height).Lines(snapshot, timeProvider.GetUtcNow()).Select(line => new Markup(line.ToMarkup(width))));
    }
}
