using System.Text.Json;

namespace ScanConsole.Tests.Trading;

/// <summary>What is found on a day rests on nothing after it.</summary>
public sealed class LookAheadTests
{
    private const int Cuts = 20;
    private const int Stocks = 4;
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static TheoryData<string> Ids => [.. Records.Strategies.Select(s => s.Descriptor.Id.Value)];

    /// <summary>Records that are short, or in which nothing moves, are no trouble to anybody.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(600)]
    public void Of_a_record_in_which_nothing_happens_nothing_is_said(int days)
    {
        List<PriceSeries> market = [.. "ABC".Select(s => new PriceSeries(s.ToString(), "m", [], [.. Enumerable.Repeat(5d, days)]))];

        foreach (var rule in Records.Strategies.SelectMany(s => s.Rules(market, new Terms())))
            Finding.Of(new Replay(rule, new Terms()), market[0].Today, new Terms()).Should().BeNull();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_record_that_ends_on_a_day_gives_what_the_full_record_gives_of_that_day(string id)
    {
        var (terms, signals) = (new Terms(), 0);
        var strategy = Records.Strategies.Single(s => s.Descriptor.Id.Value.Equals(id, StringComparison.Ordinal));
        foreach (var market in (await Records.MarketsAsync(Stocks)).Where(strategy.Covers))
        {
            var full = strategy.Rules(market, terms).Select(r => new Replay(r, terms)).ToList();
            for (var cut = 1; cut <= Cuts; cut++)
            {
                var day = 700 + ((market[0].Today - 700) * cut / Cuts) - (cut % 7);
                var then = strategy.Rules(market.Cut(day + 1), terms).Select(r => new Replay(r, terms)).ToList();

                then.Select(r => r.At(day)).Should().Equal(full.Select(r => r.At(day)), "day {0} of {1} knows nothing of the days after", day, market[0].Market);
                Texts(then, day).Should().Equal(Texts(full, day));
                signals += then.Count(r => r.At(day) is not null);
            }
        }

        signals.Should().BePositive();

        IEnumerable<string> Texts(IEnumerable<Replay> replays, int day) =>
            replays.Select(r => Finding.Of(r, day, terms)).OfType<Finding>().Select(f => JsonSerializer.Serialize(f.ToOpportunity("t", Now)));
    }
}
