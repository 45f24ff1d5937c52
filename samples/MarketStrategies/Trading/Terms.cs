namespace MarketStrategies;

/// <summary>On what terms trades are made: what every figure of a finding assumes.</summary>
internal sealed record Terms
{
    /// <summary>About the rate of three-month Treasury bills over the years of the stock record, 1991 to 2000, in percent a year.</summary>
    internal const decimal DefaultRate = 4.88m;

    /// <summary>Half a spread and a commission of five basis points each way, for large stocks.</summary>
    internal const decimal DefaultCosts = 10;

    /// <summary>What positions are sized by, in USD.</summary>
    internal double Account { get; init; } = 100_000;

    /// <summary>What cash earns and borrowing costs, as a fraction a year. Returns are counted in excess of it.</summary>
    internal double Rate { get; init; } = (double)DefaultRate / 100;

    /// <summary>What a round trip costs, as a fraction of what is bought and sold.</summary>
    internal double Costs { get; init; } = (double)DefaultCosts / 10_000;

    /// <summary>What buying or selling options costs, as a fraction of the premium: their spreads are wide.</summary>
    internal double OptionCosts { get; init; } = 0.05;

    /// <summary>What cash earns over so many trading days.</summary>
    internal double Cash(int days) => Rate * days / Volatility.TradingDays;
}
