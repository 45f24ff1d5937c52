using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Coordination;

public sealed class SortTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private static readonly Opportunity[] Four = [Of("A", 100, 0.5, 20, 9), Of("B", 100, 0.9, 30, 1), Of("C", 10, 0.8, 10, 2), Of("D", 400, 0.1, 40, 3)];

    [Theory]
    [InlineData(ResultsSort.Score, "BADC")]
    [InlineData(ResultsSort.Profit, "DBAC")]
    [InlineData(ResultsSort.Confidence, "BCAD")]
    [InlineData(ResultsSort.Capital, "CABD")]
    [InlineData(ResultsSort.DiscoveredAt, "ADCB")]
    public async Task Results_are_read_in_the_order_that_is_asked_for(ResultsSort sort, string expected)
    {
        await using var world = new ScanHarness();
        var running = new GatedStrategy("momentum").Emit(Four);
        var process = await world.StartAsync(running);
        var key = (await process.StartScanAsync()).Key;
        await process.SeenAsync(key, static s => s.Progress.Found == 4);

        var partial = await process.Scans.GetResultsAsync(key, new ResultsQuery { Sort = sort });
        running.Finish();
        await process.EndOfAsync(key);
        var ended = await process.Scans.GetResultsAsync(key, new ResultsQuery { Sort = sort });

        partial.IsPartial.Should().BeTrue();
        string.Concat(partial.Items.Select(static o => o.Symbol)).Should().Be(expected);
        string.Concat(ended.Items.Select(static o => o.Symbol)).Should().Be(expected);
        ended.NextOffset.Should().BeNull();
    }

    [Theory]
    [InlineData(ResultsSort.Profit)]
    [InlineData(ResultsSort.Capital)]
    [InlineData(ResultsSort.Confidence)]
    public async Task Pages_of_an_order_hold_everything_once_and_ties_stand_as_in_the_ranking(ResultsSort sort)
    {
        await using var world = new ScanHarness();
        var found = Enumerable.Range(0, 3_000).Select(i => Of($"S{i}", i % 7, (i % 5) / 10d, i % 3, i));
        var process = await world.StartAsync(Sample.Finds("momentum", found));
        var key = (await process.StartScanAsync()).Key;
        await process.EndOfAsync(key);
        var all = await ReadAsync(process, key, new ResultsQuery { Limit = 1_000 });

        var sorted = await ReadAsync(process, key, new ResultsQuery { Limit = 700, Sort = sort });

        sorted.Should().Equal(sort switch
        {
            ResultsSort.Profit => all.OrderByDescending(static o => o.ProfitPotential),
            ResultsSort.Capital => all.OrderBy(static o => o.RequiredCapital),
            _ => all.OrderByDescending(static o => o.Confidence),
        });
    }

    [Fact]
    public async Task A_filter_is_applied_before_the_page_is_cut()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Finds("momentum", Sample.Opportunities(500).Select((o, i) => o with { RequiredCapital = i % 2 })));
        var key = (await process.StartScanAsync()).Key;
        await process.EndOfAsync(key);
        var cheap = new ResultsFilter { MaxCapital = 0 };

        var page = await process.Scans.GetResultsAsync(key, new ResultsQuery { Offset = 100, Limit = 10, Sort = ResultsSort.Profit, Filter = cheap });
        var last = await process.Scans.GetResultsAsync(key, new ResultsQuery { Offset = 245, Limit = 10, Sort = ResultsSort.Profit, Filter = cheap });

        page.Items.Select(static o => o.Symbol).Should().Equal(Enumerable.Range(100, 10).Select(static i => $"S{2 * i}"));
        page.NextOffset.Should().Be(110);
        last.Items.Should().HaveCount(5);
        last.NextOffset.Should().BeNull();
    }

    [Fact]
    public async Task An_order_that_is_none_is_refused()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Finds("momentum"));
        var key = (await process.StartScanAsync()).Key;

        var read = () => process.Scans.GetResultsAsync(key, new ResultsQuery { Sort = (ResultsSort)9 }).AsTask();

        await read.Should().ThrowAsync<ArgumentOutOfRangeException>().WithMessage("*The order is unknown.*");
    }

    private static async Task<List<Opportunity>> ReadAsync(ScanProcess process, ScanKey key, ResultsQuery query)
    {
        var all = new List<Opportunity>();
        for (int? offset = 0; offset is { } next;)
        {
            var page = await process.Scans.GetResultsAsync(key, query with { Offset = next });
            all.AddRange(page.Items);
            offset = page.NextOffset;
        }

        return all;
    }

    private static Opportunity Of(string symbol, decimal profit, double confidence, decimal capital, int minute) => new()
    {
        Type = "spot",
        Symbol = symbol,
        ProfitPotential = profit,
        Confidence = confidence,
        RequiredCapital = capital,
        DiscoveredAt = Start.AddMinutes(minute),
    };
}
