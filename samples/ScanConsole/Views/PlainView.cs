using System.Collections.Immutable;
using MarketStrategies;
using Microsoft.Extensions.Logging;
using SampleHost;

namespace ScanConsole;

/// <summary>A line for everything that happens, then the results: for pipes, files and build logs.</summary>
internal sealed class PlainView(TextWriter output, TimeProvider timeProvider, ConsoleOptions options) : IScanView
{
    public LogLevel LogLevel => LogLevel.Warning;

    public async Task FollowAsync(IAsyncEnumerable<ScanSnapshot> snapshots)
    {
        ImmutableArray<StrategyOutcome> before = [];
        await foreach (var snapshot in snapshots)
        {
            if (before.IsEmpty) await output.WriteLineAsync($"Scan {snapshot.Id} of {snapshot.Owner}: {snapshot.Outcomes.Length} strategies.");
            foreach (var outcome in snapshot.Outcomes.Where((o, i) => o.IsSettled && (before.IsEmpty || !before[i].IsSettled)))
            {
                await output.WriteLineAsync(Line(snapshot, outcome));
            }

            before = snapshot.Outcomes;
        }
    }

    public void Show(ScanResults results)
    {
        output.WriteLine();
        if (!results.Items.IsEmpty)
        {
            foreach (var (line, _) in ResultsTable.LinesWithReasons(results.Items, int.MaxValue)) output.WriteLine(line);
            output.WriteLine();
            foreach (var line in Assumptions.Lines(options.Costs, options.Rate)) output.WriteLine(line);
            output.WriteLine();
        }

        foreach (var line in Explanation.Of(results, options)) output.WriteLine(line);
        foreach (var (_, name, text) in Explanation.OfStrategies(results.Snapshot!)) output.WriteLine($"  {name,-22}  {text}");
    }

    private string Line(ScanSnapshot snapshot, StrategyOutcome outcome)
    {
        var since = timeProvider.GetUtcNow() - (snapshot.State.StartedAt ?? snapshot.State.CreatedAt);
        return $"{Duration.Show(since),7}  {snapshot.Progress.Percentage,3:0} %  {outcome.Strategy.Value,-22}  {outcome.Status.Words(),-9}  {outcome.Found,3} found";
    }
}
