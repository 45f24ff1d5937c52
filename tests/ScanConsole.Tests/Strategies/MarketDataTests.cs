using Microsoft.Extensions.Time.Testing;

namespace ScanConsole.Tests.Strategies;

public sealed class MarketDataTests
{
    [Theory]
    [InlineData("IBM", "dow30", 2528, "1990-12-31", "2001-01-02", 84.5)]
    [InlineData("SPX", "sp500", 5105, "2000-01-03", "2020-04-17", 2874.560059)]
    [InlineData("DAX", "europe", 1834, "1991-07-01", "1998-08-14", 5473.72)]
    public async Task The_records_are_complete(string symbol, string market, int days, string first, string last, double close)
    {
        var series = await StrategyRun.Market.GetAsync(symbol);

        series.Market.Should().Be(market);
        series.Close.Should().HaveCount(days).And.OnlyContain(c => c > 0);
        series.Close[^1].Should().Be(close);
        series.HasRange.Should().Be(symbol.Equals("SPX", StringComparison.Ordinal));
        series.Days[0].Should().Be(Day(first));
        series.Days[^1].Should().Be(Day(last));
        series.Days.Should().BeInAscendingOrder();
    }

    [Fact]
    public void There_are_35_symbols() => StrategyRun.Market.Symbols.Should().HaveCount(35).And.OnlyHaveUniqueItems();

    [Fact]
    public async Task An_unknown_symbol_is_named() =>
        (await FluentActions.Awaiting(async () => await StrategyRun.Market.GetAsync("NOPE")).Should().ThrowAsync<KeyNotFoundException>()).WithMessage("*'NOPE'*");

    [Fact]
    public async Task A_slow_source_takes_its_time_for_each_symbol()
    {
        var clock = new FakeTimeProvider();
        var slow = new SlowMarketData(StrategyRun.Market, TimeSpan.FromSeconds(1), clock);

        var reading = slow.GetAsync("IBM").AsTask();
        clock.Advance(TimeSpan.FromMilliseconds(999));
        reading.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromMilliseconds(1));

        (await reading).Symbol.Should().Be("IBM");
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
