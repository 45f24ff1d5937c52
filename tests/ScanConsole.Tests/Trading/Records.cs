using System.Collections.Immutable;
using ScanConsole.Tests.Strategies;

namespace ScanConsole.Tests.Trading;

/// <summary>Markets to try strategies on: the recorded one, parts of it, and ones without memory.</summary>
internal static class Records
{
    private static readonly Task<List<List<PriceSeries>>> Recorded = ReadAsync();

    internal static IReadOnlyList<MarketStrategy> Strategies { get; } = [.. StrategyCatalog.All(StrategyRun.Market).Cast<MarketStrategy>()];

    /// <summary>The recorded markets, read once.</summary>
    internal static Task<List<List<PriceSeries>>> MarketsAsync() => Recorded;

    /// <summary>The recorded markets with so many of the stocks, evenly taken: the work grows with the square of their number.</summary>
    internal static async Task<List<List<PriceSeries>>> MarketsAsync(int stocks) =>
        [.. (await MarketsAsync()).Select(m => m.Count <= stocks ? m : [.. m.Where((_, i) => i % (m.Count / stocks) == 0).Take(stocks)])];

    /// <summary>The first days of a market.</summary>
    internal static List<PriceSeries> Cut(this IEnumerable<PriceSeries> market, int days) =>
    [
        .. market.Select(s => new PriceSeries(s.Symbol, s.Market, s.Days[..days], s.Close[..days])
        {
            High = s.HasRange ? s.High[..days] : [],
            Low = s.HasRange ? s.Low[..days] : [],
            Currency = s.Currency,
            IsIndex = s.IsIndex,
        }),
    ];

    /// <summary>
    /// A market whose days come in another order and whose returns have a mean of 0: all that happened on a day stays together, and nothing
    /// can be known of the next. <paramref name="plant"/> may then change the returns, of day t of symbol i, to put something there.
    /// </summary>
    internal static List<PriceSeries> Shuffled(this IReadOnlyList<PriceSeries> market, int seed, Action<double[][]>? plant = null)
    {
        var days = market[0].Close.Length;
        var order = Enumerable.Range(1, days - 1).ToArray();
        new Random(seed).Shuffle(order);
        var returns = market.Select(s =>
        {
            var mean = s.Returns.Skip(1).Average();
            return order.Select(t => s.Returns[t] - mean).Prepend(0).ToArray();
        }).ToArray();
        plant?.Invoke(returns);
        return [.. market.Select((s, i) => Series(s, returns[i], order))];
    }

    private static PriceSeries Series(PriceSeries model, double[] returns, int[] order)
    {
        var close = new double[returns.Length];
        for (var t = 0; t < close.Length; t++) close[t] = t == 0 ? 100 : close[t - 1] * (1 + returns[t]);
        return new PriceSeries(model.Symbol, model.Market, model.Days, [.. close])
        {
            High = model.HasRange ? Scaled(model.High) : [],
            Low = model.HasRange ? Scaled(model.Low) : [],
            Currency = model.Currency,
            IsIndex = model.IsIndex,
        };

        ImmutableArray<double> Scaled(ImmutableArray<double> range) =>
            [.. close.Select((c, t) => t == 0 ? c : c * range[order[t - 1]] / model.Close[order[t - 1]])];
    }

    private static async Task<List<List<PriceSeries>>> ReadAsync()
    {
        var read = new List<PriceSeries>();
        foreach (var symbol in StrategyRun.Market.Symbols) read.Add(await StrategyRun.Market.GetAsync(symbol));
        return read.ByMarket();
    }
}
