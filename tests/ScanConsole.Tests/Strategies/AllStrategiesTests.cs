namespace ScanConsole.Tests.Strategies;

/// <summary>What holds for each of the fourteen, on the real prices.</summary>
public sealed class AllStrategiesTests
{
    public static TheoryData<string> Ids => [.. StrategyCatalog.All(StrategyRun.Market).Select(s => s.Descriptor.Id.Value)];

    [Fact]
    public void There_are_fourteen_with_distinct_ids_and_names()
    {
        var descriptors = StrategyCatalog.All(StrategyRun.Market).Select(s => s.Descriptor).ToList();

        descriptors.Should().HaveCount(14);
        descriptors.Select(d => d.Id).Should().OnlyHaveUniqueItems();
        descriptors.Select(d => d.Name).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Finds_valid_opportunities_in_the_recorded_prices(string id)
    {
        var found = await StrategyRun.Strategy(id).OpportunitiesAsync();

        found.Should().NotBeEmpty().And.OnlyHaveUniqueItems(o => o.Exchange + ":" + o.Symbol, "the library would merge equal ones");
        found.Should().AllSatisfy(o => o.Type.Should().Be(id.Replace('-', '_')));
        found.Should().OnlyContain(o => o.Confidence > 0 && o.Confidence < 1);
        found.Should().OnlyContain(o => o.ProfitPotential >= 0 && o.ProfitPotential < 10_000, "no month earns a tenth of the account");
        found.Should().OnlyContain(o => o.RequiredCapital >= 0 && o.RequiredCapital <= 100_000);
        found.Should().OnlyContain(o => !(o.EntryPrice < 0) && !(o.ExitPrice < 0));
        found.Should().OnlyContain(o => o.Metadata!.Value.GetProperty("pastTrades").GetInt32() >= TrackRecord.FewestTrades);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Finds_the_same_each_time(string id)
    {
        var (first, second) = (await StrategyRun.Strategy(id).OpportunitiesAsync(), await StrategyRun.Strategy(id).OpportunitiesAsync());

        second.Should().BeEquivalentTo(first, o => o.WithStrictOrdering().Excluding(x => x.Metadata));
        second.Select(o => o.Metadata.ToString()).Should().Equal(first.Select(o => o.Metadata.ToString()));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Reports_progress_that_rises_to_one(string id)
    {
        var reports = new List<double>();

        await StrategyRun.Strategy(id).OpportunitiesAsync(progress: reports.Add);

        reports.Should().BeInAscendingOrder().And.OnlyContain(p => p > 0 && p <= 1 + 1e-9);
        reports[^1].Should().BeApproximately(1, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Looks_at_the_asked_symbols_only(string id)
    {
        var market = new ListeningMarketData(StrategyRun.Market);

        await StrategyRun.Strategy(id, market).OpportunitiesAsync(ScanParameters.Empty.With("symbol", "DAX", "CAC", "SMI"));

        market.Asked.Should().Equal("CAC", "DAX", "SMI");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Sizes_positions_by_the_asked_account(string id)
    {
        var one = await StrategyRun.Strategy(id).OpportunitiesAsync();
        var ten = await StrategyRun.Strategy(id).OpportunitiesAsync(ScanParameters.Empty.With("account", "1000000"));

        ten.Sum(o => o.ProfitPotential).Should().BeApproximately(10 * one.Sum(o => o.ProfitPotential), 0.05m * 10 * one.Count);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Stops_when_it_is_canceled(string id)
    {
        using var canceled = new CancellationTokenSource();
        var slow = new SlowMarketData(StrategyRun.Market, TimeSpan.FromHours(1), TimeProvider.System);

        var run = StrategyRun.Strategy(id, slow).OpportunitiesAsync(cancellationToken: canceled.Token);
        run.IsCompleted.Should().BeFalse("it waits for its first symbol");
        await canceled.CancelAsync();

        await FluentActions.Awaiting(() => run).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Refuses_an_account_that_is_no_amount(string id)
    {
        var run = () => StrategyRun.Strategy(id).OpportunitiesAsync(ScanParameters.Empty.With("account", "much"));

        (await run.Should().ThrowAsync<StrategyException>()).Which.Should().Match<StrategyException>(e => e.Code.Equals("invalid_account", StringComparison.Ordinal) && e.Message.Contains("'much'", StringComparison.Ordinal));
    }
}
