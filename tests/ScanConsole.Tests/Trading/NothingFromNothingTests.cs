namespace ScanConsole.Tests.Trading;

/// <summary>Where there is nothing to find, nothing is found; where something was put, that is.</summary>
public sealed class NothingFromNothingTests
{
    private const int Seeds = 20;
    private const int Stocks = 4;

    /// <summary>One in a thousand, for each of the fourteen.</summary>
    private const double Significant = 3.1;

    [Fact]
    public async Task On_markets_without_memory_no_mean_trade_is_positive_and_findings_are_those_of_chance()
    {
        var markets = (await Records.MarketsAsync(Stocks)).Where(m => m.Count > 1).ToList();
        var tallies = Enumerable.Range(0, Seeds).AsParallel()
            .SelectMany(seed =>
            {
                var shuffled = markets.Select(m => m.Shuffled(seed)).ToList();
                return Records.Strategies.Select(s => (s.Descriptor.Id, Tally: Tally.Of(s, shuffled, new Terms())));
            })
            .ToList();

        foreach (var strategy in tallies.GroupBy(t => t.Id))
        {
            var overall = strategy.Sum(t => t.Tally.Significance) / Math.Sqrt(Seeds);
            overall.Should().BeLessThan(Significant, "{0} has nothing to go by", strategy.Key);
        }

        var (signals, found) = (tallies.Sum(t => t.Tally.Signals), tallies.Sum(t => t.Tally.Found));
        signals.Should().BeGreaterThan(Seeds * 10, "there must be something to be wrong about");
        ((double)found / signals).Should().BeLessThan(Study.Level, "{0} of {1} is more than chance allows", found, signals);
    }

    [Theory]
    [InlineData("scalping", Plants.Reversal)]
    [InlineData("market-making", Plants.Reversal)]
    [InlineData("spot-momentum", Plants.Trend)]
    [InlineData("trend-futures", Plants.Trend)]
    [InlineData("ensemble", Plants.Trend)]
    [InlineData("pairs-trading", Plants.Pair)]
    [InlineData("options-volatility", Plants.Alternation)]
    public async Task What_was_planted_is_found(string id, string effect)
    {
        var strategy = Records.Strategies.Single(s => s.Descriptor.Id.Value.Equals(id, StringComparison.Ordinal));
        List<PriceSeries> market = [.. (await Records.MarketsAsync(Stocks))[0].Take(effect.Equals(Plants.Pair, StringComparison.Ordinal) ? 2 : Stocks)];

        var bare = Tally.Of(strategy, [market.Shuffled(1)], new Terms());
        var planted = Tally.Of(strategy, [market.Shuffled(1, Plants.Of(effect))], new Terms());

        bare.Significance.Should().BeLessThan(Significant);
        planted.Significance.Should().BeGreaterThan(Significant);
    }
}

/// <summary>Effects to put into returns, by symbol and day.</summary>
internal static class Plants
{
    internal const string Reversal = "each move is in part taken back two days later";
    internal const string Trend = "each symbol rises or falls for three years at a time";
    internal const string Pair = "the second symbol follows the first and comes back to it";
    internal const string Alternation = "calm and wild months take turns";

    internal static Action<double[][]> Of(string effect) => effect switch
    {
        Reversal => returns =>
        {
            foreach (var symbol in returns)
            {
                for (var t = symbol.Length - 1; t > 2; t--) symbol[t] -= 0.3 * symbol[t - 2];
            }
        }
        ,
        Trend => returns =>
        {
            for (var i = 0; i < returns.Length; i++)
            {
                for (var t = 1; t < returns[i].Length; t++) returns[i][t] += ((t / 756) + i) % 2 == 0 ? 0.003 : -0.003;
            }
        }
        ,
        Pair => returns =>
        {
            var gap = 0d;
            for (var t = 1; t < returns[0].Length; t++)
            {
                // The second one's own move opens the gap, a tenth of which closes each day.
                var step = (0.5 * returns[1][t]) - (0.1 * gap);
                (gap, returns[1][t]) = (gap + step, ((1 + returns[0][t]) * Math.Exp(step)) - 1);
            }
        }
        ,
        Alternation => returns =>
        {
            foreach (var symbol in returns)
            {
                // Of a day only whether it rose or fell: sizes without outliers say more about the months.
                for (var t = 1; t < symbol.Length; t++) symbol[t] = Math.Sign(symbol[t]) * (t / 21 % 2 == 0 ? 0.002 : 0.028);
            }
        }
        ,
        _ => throw new ArgumentOutOfRangeException(nameof(effect)),
    };
}
