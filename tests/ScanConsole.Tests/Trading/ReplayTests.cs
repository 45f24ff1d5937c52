using System.Collections.Immutable;

namespace ScanConsole.Tests.Trading;

public sealed class ReplayTests
{
    private static readonly Terms Free = new() { Rate = 0, Costs = 0, OptionCosts = 0 };

    private static PriceSeries Series(string symbol, params double[] close) =>
        new(symbol, "m", [.. close.Select((_, t) => new DateOnly(2001, 1, 1).AddDays(t))], [.. close]);

    [Fact]
    public void A_trade_is_filled_at_the_close_after_its_signal_and_left_after_its_horizon()
    {
        // The signal of day 0 knows nothing of the jump to day 1 and earns nothing of it.
        var replay = new Replay(new ScriptedRule(Series("A", 1, 2, 2, 4, 4), [1, 0, 0, 0, 0], horizon: 2), Free);

        replay.Trades(1).Should().Equal(new Trade(Exit: 3, Net: 1));
    }

    [Fact]
    public void Trades_of_one_side_do_not_overlap_and_have_ended()
    {
        ImmutableArray<int> sides = [1, 1, 1, 0, -1, 1, 0, 1, 1, 1];
        var replay = new Replay(new ScriptedRule(Series("A", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), sides, horizon: 2), Free);

        replay.Trades(1).Select(t => t.Exit - 3).Should().Equal(0, 2, 5);
        replay.Trades(-1).Select(t => t.Exit - 3).Should().Equal(4);
    }

    [Fact]
    public void A_day_is_judged_by_trades_that_had_ended_by_then()
    {
        var replay = new Replay(new ScriptedRule(Series("A", 1, 1, 2, 2, 3, 3, 3), [1, 1, 1, 1, 1, 1, 1], horizon: 1), Free);

        replay.At(1)!.Trades.Should().Be(0);
        replay.At(2)!.Mean.Should().Be(1, "the first, from day 1 to day 2, doubled");
        replay.At(3)!.Mean.Should().Be(0.5);
    }

    [Fact]
    public void Without_a_signal_nothing_is_said() =>
        new Replay(new ScriptedRule(Series("A", 1, 1, 1), [1, 1, 0], horizon: 1), Free).At(2).Should().BeNull();

    [Fact]
    public void Cash_and_costs_are_taken_off()
    {
        var terms = new Terms { Rate = 0.0504, Costs = 0.001 };
        var series = Series("A", 1, 1, 1.1, 1.1);

        // 5.04 % a year are 0.02 % a trading day. Whoever sells short earns none of it, whoever sells a future does.
        Basket.Of([new Leg(series, 1)]).Excess(1, 2, terms).Should().BeApproximately(0.1 - 0.0002, 1e-12);
        Basket.Of([new Leg(series, -1)]).Excess(1, 2, terms).Should().BeApproximately(-0.1, 1e-12);
        Basket.Future(new Leg(series, -1)).Excess(1, 2, terms).Should().BeApproximately(-0.1 + 0.0002, 1e-12);
        Basket.Of([new Leg(series, 1)]).Costs(terms).Should().Be(0.001);
        Basket.Part(new Leg(series, -0.25)).Costs(terms).Should().Be(0.00025);
    }

    [Fact]
    public void What_is_bought_and_sold_of_the_same_symbol_is_netted()
    {
        var (a, b) = (Series("A", 1, 1), Series("B", 1, 1));

        // One dollar of A against the market, half of which is A: that takes half a dollar of each and not two.
        var held = Basket.Of([new Leg(a, 1), new Leg(a, -0.5), new Leg(b, -0.5)]);

        held.Legs.Should().Equal(new Leg(a, 0.5), new Leg(b, -0.5));
        held.Gross.Should().Be(1);
        held.Orders(1_000, 0).Should().Equal(new Order("A", Buy: true, Quantity: 500, Usd: 500), new Order("B", Buy: false, Quantity: 500, Usd: 500));
    }

    [Fact]
    public void A_straddle_pays_the_move_less_the_premium_or_the_reverse()
    {
        var series = Series("A", 100, 100, 92, 92);

        new Straddle(series, side: 1, premium: 0.05).Excess(1, 2, Free).Should().BeApproximately(0.03, 1e-12);
        new Straddle(series, side: -1, premium: 0.05).Excess(1, 2, Free).Should().BeApproximately(-0.03, 1e-12);
        new Straddle(series, side: 1, premium: 0.05).Orders(1_000, 0).Should().Equal(
            new Order("A call", Buy: true, Quantity: 10, Usd: 25), new Order("A put", Buy: true, Quantity: 10, Usd: 25));
    }

    [Theory]
    [InlineData(1, 0.02, 0.001, 102.1)]
    [InlineData(-1, 0.02, 0.001, 98)]
    public void The_price_to_leave_at_is_where_the_profit_is_made(int side, double excess, double cash, double leave) =>
        Basket.Of([new Leg(Series("A", 100, 100), side)]).Prices(0, excess, cash)!.Value.Leave.Should().BeApproximately(leave, 1e-9);

    [Fact]
    public void Of_a_price_in_another_currency_no_quantity_is_given() =>
        Basket.Of([new Leg(Series("A", 4, 4) with { Currency = "DEM" }, 1)]).Orders(100, 0).Should().Equal(new Order("A", true, null, 100));

    /// <summary>Signals as they are written down.</summary>
    private sealed class ScriptedRule(PriceSeries series, ImmutableArray<int> sides, int horizon) : Rule(series, 0, horizon)
    {
        internal override Position Hold(int day, int side) => Basket.Of([new Leg(Subject, side)]);

        internal override string Why(int today, int side) => "It is written";

        private protected override int Signal(int day) => sides[day];
    }
}
