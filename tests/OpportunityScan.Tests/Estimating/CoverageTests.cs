using System.Globalization;
using Microsoft.Extensions.Logging.Testing;
using OpportunityScan.Estimating;
using OpportunityScan.Running;

namespace OpportunityScan.Tests.Estimating;

/// <summary>
/// What was foretold, held against what came: 200 scans of the console's fourteen strategies, one after the other, of 0 (all) to 12 symbols, as they were
/// recorded on a busy machine of two cores. Each is foretold from those before it.
/// </summary>
public sealed class CoverageTests
{
    private static readonly string[][] Rows =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Estimating", "durations.csv")).Where(static l => l.Length > 0).Select(static l => l.Split(','))];

    [Fact]
    public void Of_200_recorded_scans_nine_of_ten_end_within_the_interval()
    {
        var told = Replay().Where(static t => t.Foretold is not null).ToList();

        told.Should().HaveCountGreaterThan(170, "little is unknown after the first few");
        Share(told, static t => t.Foretold!.Value.P90).Should().BeInRange(0.85, 0.95);
        Share(told, static t => t.Foretold!.Value.P50).Should().BeInRange(0.4, 0.6);
    }

    [Fact]
    public void What_is_foretold_depends_on_what_is_asked()
    {
        var told = Replay().Where(static t => t.Foretold is not null).ToList();

        Foretold(told, 0).Should().BeGreaterThan(1.3 * Foretold(told, 1), "all symbols take longer than one");
        foreach (var symbols in (int[])[0, 1, 8]) (Foretold(told, symbols) / Median(told, symbols, static t => t.Took)).Should().BeInRange(0.85, 1.15);
    }

    private static double Share(List<Told> told, Func<Told, TimeSpan?> bound)
    {
        var known = told.Where(t => bound(t) is not null).ToList();
        return known.Count(t => t.Took <= bound(t)!.Value.TotalSeconds) / (double)known.Count;
    }

    private static double Foretold(List<Told> told, int symbols) => Median(told, symbols, static t => t.Foretold!.Value.P50.TotalSeconds);

    private static double Median(List<Told> told, int symbols, Func<Told, double> value)
    {
        var sorted = told.Where(t => t.Symbols == symbols).Select(value).Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static List<Told> Replay()
    {
        StrategyId[] strategies = [.. Rows[0].Skip(2).Select(static id => new StrategyId(id))];
        var descriptors = strategies.ToDictionary(static id => id, static id => new StrategyDescriptor(id) { Parameters = [new StrategyParameter("symbol")] });
        var options = new OpportunityScanOptions();
        var estimator = new ScanEstimator(id => descriptors[id], new DurationHistory(isShared: false), options, new FakeLogger());
        var told = new List<Told>();
        foreach (var row in Rows.Skip(1))
        {
            var numbers = Array.ConvertAll(row, static cell => double.Parse(cell, CultureInfo.InvariantCulture));
            var plan = Planned(strategies, (int)numbers[0]);
            var foretold = estimator.Estimate(plan);
            told.Add(new Told((int)numbers[0], numbers[1], foretold));

            var claimed = OpportunityScan.State.ScanMachine.Apply(
                OpportunityScan.State.ScanMachine.Create(plan, DateTimeOffset.UnixEpoch),
                new OpportunityScan.State.ScanEvent.Claimed("worker", "token", TimeSpan.FromMinutes(1), DateTimeOffset.UnixEpoch)).State;
            var run = new RunEstimate(claimed, estimator);
            for (var i = 0; i < strategies.Length; i++) run.Settled(i, TimeSpan.FromSeconds(numbers[2 + i]));
            run.Ended(DateTimeOffset.UnixEpoch.AddSeconds(numbers[1]));
        }

        return told;
    }

    private static ScanPlan Planned(StrategyId[] strategies, int symbols) => Lookup.LookupFixture.Plan(
        Lookup.LookupFixture.Key(), null, [.. strategies.Select(static s => s.Value)]) with
    {
        Parameters = ScanParameters.Empty.With("symbol", Enumerable.Range(0, symbols).Select(static i => $"S{i}")),
    };

    private readonly record struct Told(int Symbols, double Took, DurationEstimate? Foretold);
}
