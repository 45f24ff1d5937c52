using System.Collections.Immutable;
using System.Globalization;

namespace MarketStrategies;

/// <summary>Reads the embedded price files as they are; their provenance is in <c>data/README.md</c>.</summary>
internal static class PriceFiles
{
    private static readonly Dictionary<string, string> Currencies = new(StringComparer.Ordinal)
    {
        ["DAX"] = "DEM",
        ["SMI"] = "CHF",
        ["CAC"] = "FRF",
        ["FTSE"] = "GBP",
    };

    internal static IEnumerable<PriceSeries> Dow30() => Closes("dow30", "dow30-daily-close.csv", (row, _) => IsoDay(row[0]));

    internal static IEnumerable<PriceSeries> EuIndices() =>
        Closes("europe", "eu-indices-daily-close.csv", (_, place) => Corrections.EuropeanDay(place))
            .Select(s => s with { Currency = Currencies[s.Symbol], IsIndex = true });

    internal static IEnumerable<PriceSeries> Sp500()
    {
        var rows = Rows("sp500-daily.csv").Skip(1).ToList();
        yield return new PriceSeries("SPX", "sp500", [.. rows.Select(r => IsoDay(r[0]))], Column(rows, 4))
        {
            High = Column(rows, 2),
            Low = Column(rows, 3),
            IsIndex = true,
        };
    }

    /// <summary>A file with a day and one closing price per symbol in each row.</summary>
    private static IEnumerable<PriceSeries> Closes(string market, string file, Func<string[], int, DateOnly> day)
    {
        var rows = Rows(file).ToList();
        var header = rows[0];
        rows.RemoveAt(0);
        ImmutableArray<DateOnly> days = [.. rows.Select(day)];
        for (var i = 1; i < header.Length; i++) yield return new PriceSeries(header[i], market, days, Column(rows, i));
    }

    private static IEnumerable<string[]> Rows(string file)
    {
        using var stream = typeof(PriceFiles).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The assembly lacks the price file '{file}'.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { Length: > 0 } line) yield return line.Split(',');
    }

    private static ImmutableArray<double> Column(List<string[]> rows, int column) =>
        [.. rows.Select(r => double.Parse(r[column], CultureInfo.InvariantCulture))];

    private static DateOnly IsoDay(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
