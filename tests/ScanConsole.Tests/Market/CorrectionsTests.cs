using System.Collections.Immutable;
using ScanConsole.Tests.Strategies;

namespace ScanConsole.Tests.Market;

/// <summary>What is put right in the record.</summary>
public sealed class CorrectionsTests
{
    [Theory]
    [InlineData("T", "1996-10-01", 0.744)]
    [InlineData("HWP", "2000-06-05", 0.856)]
    public async Task A_spin_off_is_no_loss_on_its_day_and_changes_no_other(string symbol, string on, double expected)
    {
        var day = DateOnly.Parse(on, System.Globalization.CultureInfo.InvariantCulture);
        var bare = PriceFiles.Dow30().WithoutCopies().ToList();
        var (before, after) = (bare.Single(s => s.Symbol.Equals(symbol, StringComparison.Ordinal)), await StrategyRun.Market.GetAsync(symbol));
        var place = after.Days.IndexOf(day);

        Corrections.Factor(bare, before, day, out var at).Should().BeApproximately(expected, 0.02);
        at.Should().Be(place);
        before.Returns[place].Should().BeLessThan(-0.15);
        after.Returns[place].Should().BeInRange(-0.02, 0.02, "it is the average of the others");
        for (var t = 1; t < place; t++) after.Returns[t].Should().BeApproximately(before.Returns[t], 1e-12);
        after.Close[place..].Should().Equal(before.Close[place..]);
    }

    [Fact]
    public async Task No_day_is_a_copy_of_the_day_before()
    {
        foreach (var market in (await Trading.Records.MarketsAsync()).Where(m => m.Count > 1))
        {
            var copies = Enumerable.Range(1, market[0].Close.Length - 1).Where(t => market.TrueForAll(s => s.Close[t] == s.Close[t - 1]));
            copies.Should().BeEmpty("of {0}", market[0].Market);
        }
    }

    [Fact]
    public async Task No_day_is_on_a_weekend()
    {
        foreach (var market in await Trading.Records.MarketsAsync())
            market[0].Days.Should().NotContain(d => d.DayOfWeek == DayOfWeek.Saturday || d.DayOfWeek == DayOfWeek.Sunday).And.BeInAscendingOrder();
    }

    [Fact]
    public async Task The_European_days_put_the_coup_in_Moscow_where_it_was()
    {
        var dax = await StrategyRun.Market.GetAsync("DAX");

        dax.Days[dax.Returns.IndexOf(dax.Returns.Min())].Should().Be(new DateOnly(1991, 8, 19));
    }

    [Fact]
    public void Returns_follow_the_prices_when_these_are_changed()
    {
        var series = new PriceSeries("X", "m", [], [1, 2, 4]);

        (series with { Close = [1, 3] }).Returns.Should().Equal(0, 2);
        (series with { Symbol = "Y" }).Returns.Should().Equal(0, 1, 1);
    }

    [Fact]
    public void Calendars_know_holidays()
    {
        var usd = new PriceSeries("X", "m", [], ImmutableArray<double>.Empty);

        TradingCalendar.Advance(usd, new DateOnly(2001, 1, 2), 1).Should().Be(new DateOnly(2001, 1, 3));
        TradingCalendar.Advance(usd, new DateOnly(2000, 12, 22), 1).Should().Be(new DateOnly(2000, 12, 26), "the 23rd is a Saturday, the 25th Christmas");
        TradingCalendar.Advance(usd, new DateOnly(2001, 7, 3), 1).Should().Be(new DateOnly(2001, 7, 5), "the 4th is Independence Day");
        TradingCalendar.Advance(usd with { Currency = "GBP" }, new DateOnly(2001, 7, 3), 1).Should().Be(new DateOnly(2001, 7, 4));
        TradingCalendar.NextClose(usd, new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)).Should().Be(new DateTimeOffset(2026, 1, 5, 21, 0, 0, TimeSpan.Zero));
    }
}
