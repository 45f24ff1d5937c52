using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MathNet.Numerics;

namespace MarketStrategies;

/// <summary>
/// What the strategies here have in common: rules that trade, each judged by its own past. Yields a finding for each rule with a signal today
/// whose like paid. One that compares the symbols of a market reads the whole record first, whatever is asked for: symbols only choose what
/// is reported. One that looks at each symbol by itself reads those that are asked for.
/// </summary>
public abstract class MarketStrategy : IStrategy
{
    private const string Version = "2";

    /// <summary>Reading is taken for half of the work.</summary>
    private const double ShareOfReading = 0.5;

    private readonly IMarketData _market;

    // The matrices here are small and the strategies run side by side: threads within one only get in the others' way (four times slower).
    static MarketStrategy() => Control.UseSingleThread();

    private protected MarketStrategy(IMarketData market, string id, string name, string description, bool compares)
    {
        (_market, Compares) = (market, compares);
        Descriptor = new StrategyDescriptor(new StrategyId(id))
        {
            Name = name,
            Description = description,
            Version = Version,
            Parameters = Asked.Parameters(market),
        };
    }

    /// <inheritdoc />
    public StrategyDescriptor Descriptor { get; }

    /// <summary>Whether it compares the symbols of a market.</summary>
    internal bool Compares { get; }

    /// <inheritdoc />
    public async IAsyncEnumerable<Opportunity> ScanAsync(StrategyContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (terms, asked) = (Asked.TermsOf(context), Asked.Symbols(context, _market));
        var (type, now) = (Descriptor.OpportunityType(), context.TimeProvider.GetUtcNow());
        if (!Compares)
        {
            for (var i = 0; i < asked.Length; i++)
            {
                var series = await _market.GetAsync(asked[i], cancellationToken);
                foreach (var finding in Rules([series], terms).Select(Examine).OfType<Finding>()) yield return finding.ToOpportunity(type, now);
                context.ReportProgress((i + 1d) / asked.Length);
            }

            yield break;
        }

        var rules = (await ReadAsync(context, asked, cancellationToken)).SelectMany(m => Rules(m, terms)).Where(r => r.About.Any(s => asked.Contains(s, StringComparer.Ordinal))).ToList();
        for (var i = 0; i < rules.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Examine(rules[i]) is { } finding) yield return finding.ToOpportunity(type, now);
            context.ReportProgress(ShareOfReading + ((1 - ShareOfReading) * (i + 1) / rules.Count));
        }

        Finding? Examine(Rule rule) => Finding.Of(new Replay(rule, terms), rule.Subject.Today, terms);
    }

    /// <summary>The rules on a market: all symbols of the record with the same days, or one alone.</summary>
    internal abstract IEnumerable<Rule> Rules(IReadOnlyList<PriceSeries> market, Terms terms);

    /// <summary>Whether there is anything to compare in a market, for one that compares.</summary>
    internal bool Covers(IReadOnlyList<PriceSeries> market) => !Compares || market.Count >= 2;

    /// <summary>The whole record, market by market; those of a single symbol have nothing to compare.</summary>
    private async Task<List<List<PriceSeries>>> ReadAsync(StrategyContext context, ImmutableArray<string> asked, CancellationToken cancellationToken)
    {
        var read = new List<PriceSeries>();
        foreach (var symbol in _market.Symbols)
        {
            read.Add(await _market.GetAsync(symbol, cancellationToken));
            context.ReportProgress(ShareOfReading * read.Count / _market.Symbols.Length);
        }

        var markets = read.ByMarket().Where(Covers).ToList();
        return markets.Exists(m => m.Exists(s => asked.Contains(s.Symbol, StringComparer.Ordinal)))
            ? markets
            : throw new StrategyNotApplicableException(
                $"The strategy compares symbols of one market, and there is no other in that of {string.Join(", ", asked)}.");
    }
}
