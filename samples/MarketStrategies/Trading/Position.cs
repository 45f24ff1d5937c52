using System.Collections.Immutable;

namespace MarketStrategies;

/// <summary>A part of a position.</summary>
/// <param name="Series">What is held.</param>
/// <param name="Weight">How much, per dollar of the position; negative when sold short.</param>
internal readonly record struct Leg(PriceSeries Series, double Weight);

/// <summary>A part of a position as it is ordered.</summary>
/// <param name="Instrument">What to buy or sell.</param>
/// <param name="Buy">Whether to buy.</param>
/// <param name="Quantity">How many; <c>null</c> where the price is in another currency than USD, for the record has no exchange rates.</param>
/// <param name="Usd">For how much.</param>
internal sealed record Order(string Instrument, bool Buy, double? Quantity, double Usd);

/// <summary>What is held on a signal, decided with nothing but the days up to that signal.</summary>
internal abstract class Position
{
    /// <summary>What a dollar of it returned beyond what cash earned, from the close of <paramref name="fill"/> to that of <paramref name="exit"/>, before costs.</summary>
    internal abstract double Excess(int fill, int exit, Terms terms);

    /// <summary>What a round trip costs, per dollar of it.</summary>
    internal abstract double Costs(Terms terms);

    /// <summary>The returns of a dollar of it in the <paramref name="days"/> days up to <paramref name="today"/>: how risky it is.</summary>
    internal abstract double[] Recent(int today, int days);

    /// <summary>Its price on a day, and the price at which it has returned so much beyond cash; <c>null</c> when it has more than one price.</summary>
    internal abstract (double Enter, double Leave)? Prices(int today, double excess, double cash);

    /// <summary>What to buy and sell for a position of so many dollars.</summary>
    internal abstract IEnumerable<Order> Orders(double position, int today);
}

/// <summary>
/// Symbols bought and sold short together. Each symbol is in it once: what is bought and sold of the same one is netted. What is bought beyond
/// what is sold is paid for with cash; what is sold beyond what is bought earns none, for brokers keep that.
/// </summary>
internal sealed class Basket : Position
{
    private readonly bool _future;

    private Basket(ImmutableArray<Leg> legs, bool future = false) => (Legs, _future) = (legs, future);

    internal ImmutableArray<Leg> Legs { get; }

    /// <summary>All that is bought and sold, per dollar of the position.</summary>
    internal double Gross => Legs.Sum(l => Math.Abs(l.Weight));

    /// <summary>A basket of which a dollar is a dollar bought and sold, all legs together.</summary>
    internal static Basket Of(IEnumerable<Leg> legs)
    {
        var netted = Net(legs);
        var gross = netted.Sum(l => Math.Abs(l.Weight));
        return new Basket(gross > 0 ? [.. netted.Select(l => l with { Weight = l.Weight / gross })] : netted);
    }

    /// <summary>A basket with just these weights: a part of a position that is held anyway.</summary>
    internal static Basket Part(Leg leg) => new([leg]);

    /// <summary>A future on one symbol, whose price has what cash earns in it: whoever sells it earns that.</summary>
    internal static Basket Future(Leg leg) => new([leg], future: true);

    internal override double Excess(int fill, int exit, Terms terms)
    {
        var sum = -Financed(terms.Cash(exit - fill));
        foreach (var leg in Legs) sum += leg.Weight * leg.Series.Return(fill, exit);
        return sum;
    }

    internal override double Costs(Terms terms) => terms.Costs * Gross;

    internal override double[] Recent(int today, int days) =>
        [.. Enumerable.Range(today - days + 1, days).Select(t => Legs.Sum(l => l.Weight * l.Series.Returns[t]))];

    internal override IEnumerable<Order> Orders(double position, int today) =>
        from leg in Legs
        let usd = Math.Abs(position * leg.Weight)
        select new Order(leg.Series.Symbol, leg.Weight > 0, leg.Series.IsInUsd ? usd / leg.Series.Close[today] : null, usd);

    internal override (double Enter, double Leave)? Prices(int today, double excess, double cash) => Legs is [var only]
        ? (only.Series.Close[today], only.Series.Close[today] * (1 + ((excess + Financed(cash)) / only.Weight)))
        : null;

    private double Financed(double cash)
    {
        var net = Legs.Sum(l => l.Weight);
        return cash * (_future ? net : Math.Max(0, net));
    }

    private static ImmutableArray<Leg> Net(IEnumerable<Leg> legs)
    {
        var netted = new List<Leg>();
        foreach (var leg in legs)
        {
            var same = netted.FindIndex(l => ReferenceEquals(l.Series, leg.Series));
            if (same < 0) netted.Add(leg);
            else netted[same] = leg with { Weight = netted[same].Weight + leg.Weight };
        }

        netted.RemoveAll(l => l.Weight == 0);
        return [.. netted];
    }
}

/// <summary>A call and a put of the same strike, at the money when they are bought or sold, held until they expire.</summary>
/// <param name="series">What they are on.</param>
/// <param name="side">1 when bought, −1 when sold.</param>
/// <param name="premium">What both cost together, as a fraction of the price.</param>
internal sealed class Straddle(PriceSeries series, int side, double premium) : Position
{
    internal double Premium => premium;

    /// <summary>Per dollar of the underlying: the move to expiry less the premium and what that would have earned as cash, or the reverse.</summary>
    internal override double Excess(int fill, int exit, Terms terms) =>
        side * (Math.Abs(series.Return(fill, exit)) - (premium * (1 + terms.Cash(exit - fill))));

    internal override double Costs(Terms terms) => terms.OptionCosts * premium;

    internal override double[] Recent(int today, int days) => [.. series.Returns.AsSpan(today - days + 1, days)];

    internal override (double Enter, double Leave)? Prices(int today, double excess, double cash) =>
        (series.Close[today] * premium, series.Close[today] * Math.Max(0, (premium * (1 + cash)) + (side * excess)));

    internal override IEnumerable<Order> Orders(double position, int today)
    {
        double? quantity = series.IsInUsd ? position / series.Close[today] : null;
        yield return new Order(series.Symbol + " call", side > 0, quantity, position * premium / 2);
        yield return new Order(series.Symbol + " put", side > 0, quantity, position * premium / 2);
    }
}
