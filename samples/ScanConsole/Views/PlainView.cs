using System.Collections.Immutable;
using MarketStrategies;
using Microsoft.Extensions.Logging;
using SampleHost;

namespace ScanConsole;

/// <summary>A line for everything that happens, then the results: for pipes, files and build logs.</summary>
internal sealed class PlainView(TextWriter output, TimeProvider timeProvider, ConsoleOptions options, Func<int> width) : IScanView
{
    public LogLevel LogLevel => LogLevel.Warning;

    public async Task FollowAsync(IAsyncEnumerable<ScanSnapshot> snapshots)
    {
        ImmutableArray<StrategyOutcome> before = [];
        var isLost = false;
        await foreach (var snapshot in snapshots)
        {
            if (before.IsEmpty) await WriteAsync($"Scan {snapshot.Id} of {snapshot.Owner}: {snapshot.Outcomes.Length} strategies.");
            if (snapshot.HasLostItsWorker(timeProvider.GetUtcNow()) != isLost)
            {
                isLost = !isLost;
                await WriteAsync(isLost ? "The worker is lost; waiting for another one." : "The scan goes on.");
            }

            foreach (var outcome in snapshot.Outcomes.Where((o, i) => o.IsSettled && (before.IsEmpty || !before[i].IsSettled)))
            {
                await WriteAsync(Line(snapshot, outcome));
            }

            before = snapshot.Outcomes;
        }
    }

    public void Show(ScanResults results)
    {
        output.WriteLine();
        if (!results.Items.IsEmpty)
        {
            foreach (var (line, _) in ResultsTable.LinesWithReasons(results.Items, width())) output.WriteLine(line);
            output.WriteLine();
            if (AsOf.Line(results.Items) is { } asOf) Write(asOf);
            foreach (var line in Assumptions.Lines(options.Costs, options.Rate)) Write(line);
            output.WriteLine();
        }

        foreach (var line in Explanation.Of(results, options)) Write(line);
        foreach (var (_, name, text) in Explanation.OfStrategies(results.Snapshot!)) Write($"  {name,-22}  {text}");
    }

    private void Write(string text)
    {
        foreach (var line in TextTable.Wrap(text, width())) output.WriteLine(line);
    }

    private async Task WriteAsync(string text)
    {
        foreach (var line in TextTable.Wrap(text, width())) await output.WriteLineAsync(line);
    }

    private string Line(ScanSnapshot snapshot, StrategyOutcome outcome)
    {
        var since = timeProvider.GetUtcNow() - (snapshot.State.StartedAt ?? snapshot.State.CreatedAt);
        return $"{Duration.Show(since),6}  {snapshot.Progress.Percentage,3:0} %  {outcome.Strategy.Value,-22}  {outcome.Status.Words(),-9}  {outcome.Found,3} found";
    }
}
