namespace ScanConsole.Tests.Strategies;

/// <summary>A signal that knew the future would make every track record worthless.</summary>
public sealed class SignalTests
{
    private static readonly Dictionary<string, ISignal> Signals = new(StringComparer.Ordinal)
    {
        ["momentum"] = new MomentumSignal(),
        ["rsi"] = new RsiSignal(),
        ["range break"] = new RangeBreakSignal(),
        ["reversal"] = new ReversalSignal(),
        ["trend"] = new TrendSignal(),
        ["vote"] = new VoteSignal(),
    };

    public static TheoryData<string> Names => [.. Signals.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_signal_is_the_same_without_the_days_after_it(string name)
    {
        var (signal, series) = (Signals[name], await StrategyRun.Market.GetAsync("INTC"));
        var full = signal.On(series);

        for (var t = signal.FirstDay; t < series.Today; t += 97)
        {
            var then = new PriceSeries(series.Symbol, series.Market, series.Days[..(t + 1)], series.Close[..(t + 1)]);
            signal.On(then)(t).Should().Be(full(t), "day {0} knows nothing of the days after", t);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_signal_shows_both_sides_somewhere_in_twenty_years(string name)
    {
        var (signal, series) = (Signals[name], await StrategyRun.Market.GetAsync("SPX"));

        var sides = Enumerable.Range(signal.FirstDay, series.Today - signal.FirstDay).Select(signal.On(series)).Distinct();

        sides.Should().BeEquivalentTo([-1, 0, 1]);
    }
}
