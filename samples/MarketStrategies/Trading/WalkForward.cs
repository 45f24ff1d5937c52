using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MarketStrategies;

/// <summary>
/// What was shown against what came of it: walks over the record month by month, finds what would have been found with the days up to then, and
/// looks at the trade that followed. A trade counts as it would have been made: filled a day later, after costs, beyond cash.
/// </summary>
public sealed class WalkForward
{
    /// <summary>Two years are needed before anything is found; then a look each month, so that no two trades of one thing overlap.</summary>
    private const int FirstDay = 504;
    private const int Month = 21;

    /// <summary>From fewer days than this nothing is estimated.</summary>
    private const int FewestDays = 5;

    private static readonly ImmutableArray<double> Bounds = [0, 0.45, 0.50, 0.55, 0.60, 1];

    private readonly ImmutableArray<Look> _looks;

    private WalkForward(ImmutableArray<Look> looks) => _looks = looks;

    /// <summary>Walks over a record with all strategies; takes some seconds.</summary>
    /// <param name="market">The record.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<WalkForward> RunAsync(IMarketData market, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(market);
        var read = new List<PriceSeries>();
        foreach (var symbol in market.Symbols) read.Add(await market.GetAsync(symbol, cancellationToken));
        var (markets, terms, looks) = (read.ByMarket(), new Terms(), ImmutableArray.CreateBuilder<Look>());
        foreach (var strategy in StrategyCatalog.All(market).Cast<MarketStrategy>())
        {
            foreach (var rule in markets.Where(strategy.Covers).SelectMany(m => strategy.Rules(m, terms)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                looks.AddRange(Looks(strategy.Descriptor.Name, rule, terms));
            }
        }

        return new WalkForward(looks.ToImmutable());
    }

    /// <summary>The result as tables in Markdown: by the confidence shown, and by strategy.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Table(text, "confidence shown", Bounds.Zip(Bounds.Skip(1), (from, to) => (
            Name: string.Create(CultureInfo.InvariantCulture, $"{from:0 %} to {to:0 %}"),
            Looks: _looks.Where(l => l.Shown >= from && l.Shown < to))));
        text.Append('\n');
        Table(text, "strategy", _looks.GroupBy(l => l.Strategy, StringComparer.Ordinal).Select(g => (g.Key, g.AsEnumerable())));
        return text.ToString();
    }

    private void Table(StringBuilder text, string by, IEnumerable<(string Name, IEnumerable<Look> Looks)> rows)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {by} | signals | shown | paid | found | shown | paid | profit shown, bp | made, bp |\n");
        text.Append("|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var (name, looks) in rows) Row(name, [.. looks]);
        Row("all", _looks);

        void Row(string name, ImmutableArray<Look> looks)
        {
            ImmutableArray<Look> found = [.. looks.Where(l => l.Found)];
            text.Append(CultureInfo.InvariantCulture, $"| {name} | {looks.Length} | {Shown(looks)} | {Paid(looks)} | {found.Length} | {Shown(found)} | {Paid(found)} | ");
            text.Append(CultureInfo.InvariantCulture, $"{(found.IsEmpty ? "" : $"{10_000 * found.Average(l => l.Expected):0}")} | {(found.IsEmpty ? "" : Estimate(found, l => l.Made, 10_000, "0"))} |\n");
        }
    }

    private static string Shown(ImmutableArray<Look> looks) => looks.IsEmpty ? "" : string.Create(CultureInfo.InvariantCulture, $"{looks.Average(l => l.Shown):0.0 %}");

    private static string Paid(ImmutableArray<Look> looks) => looks.IsEmpty ? "" : Estimate(looks, l => l.Made > 0 ? 1 : 0, 100, "0.0", " %");

    /// <summary>A mean and how far it may be off. What was found on one day shares its luck, so days count, not findings.</summary>
    private static string Estimate(ImmutableArray<Look> looks, Func<Look, double> value, double unit, string format, string sign = "")
    {
        var mean = looks.Average(value);
        var days = looks.GroupBy(l => (l.Market, l.Day)).Select(day => day.Sum(l => value(l) - mean)).ToList();
        var error = Math.Sqrt(days.Sum(d => d * d)) / looks.Length;
        return days.Count < FewestDays ? "too few" : string.Create(
            CultureInfo.InvariantCulture, $"{(unit * mean).ToString(format, CultureInfo.InvariantCulture)} ± {(unit * error).ToString(format, CultureInfo.InvariantCulture)}{sign}");
    }

    private static IEnumerable<Look> Looks(string strategy, Rule rule, Terms terms)
    {
        var replay = new Replay(rule, terms);
        for (var day = FirstDay; day + Replay.Delay + rule.Horizon <= rule.Subject.Today; day += Month)
        {
            if (replay.At(day) is { } study && replay.Outcome(day, rule.SideOn(day)) is { } made)
                yield return new Look(strategy, rule.Subject.Market, day, study.Pays, study.Confidence, study.Expected, made);
        }
    }

    /// <summary>A signal of the past: whether it was a finding, what was shown of it, and what came of it.</summary>
    private sealed record Look(string Strategy, string Market, int Day, bool Found, double Shown, double Expected, double Made);
}
