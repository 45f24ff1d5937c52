using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ScanConsole.Tests.Trading;

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

    [Fact]
    public void Each_says_in_one_sentence_what_it_does() =>
        StrategyCatalog.All(StrategyRun.Market).Select(s => s.Descriptor.Description).Should().OnlyHaveUniqueItems()
            .And.OnlyContain(d => d.EndsWith('.') && d.Length >= 40 && d.Length <= 100);

    [Fact]
    public async Task The_record_has_some_findings_and_most_signals_are_none()
    {
        var found = new List<Opportunity>();
        foreach (var strategy in Records.Strategies) found.AddRange((await StrategyRun.DefaultAsync(strategy.Descriptor.Id.Value)).Found);

        found.Count.Should().BeInRange(5, 20);
        found.Select(o => o.Type).Distinct(StringComparer.Ordinal).Should().HaveCountGreaterThan(2);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task What_it_finds_is_valid_and_says_all_that_a_reader_needs(string id)
    {
        var (clock, found) = (new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)), (await StrategyRun.DefaultAsync(id)).Found);

        found.Should().OnlyHaveUniqueItems(o => o.Exchange + ":" + o.Symbol, "the library would merge equal ones");
        foreach (var o in found)
        {
            o.Type.Should().Be(id.Replace('-', '_'));
            o.Confidence.Should().BeInRange(0.3, 0.8);
            o.ProfitPotential.Should().BeInRange(0.01m, 1_000, "no month earns a hundredth of the account");
            o.RequiredCapital.Should().BeInRange(0, 100_000);
            (o.EntryPrice ?? 0).Should().BeGreaterThanOrEqualTo(0);
            (o.ExitPrice ?? 0).Should().BeGreaterThanOrEqualTo(0);
            o.ExpiresAt.Should().BeAfter(clock.GetUtcNow());
            AssertDescribed(o, o.Metadata!.Value);
        }
    }

    private static void AssertDescribed(Opportunity opportunity, JsonElement about)
    {
        var (trades, hits) = (about.GetProperty("pastTrades").GetInt32(), about.GetProperty("pastHits").GetInt32());
        trades.Should().BeGreaterThanOrEqualTo(Study.FewestTrades);
        hits.Should().BeInRange(0, trades);
        var (mean, error, expected) = (about.GetProperty("meanReturn").GetDouble(), about.GetProperty("standardError").GetDouble(), about.GetProperty("expectedReturn").GetDouble());
        mean.Should().BeGreaterThan(1.64 * error, "it is beyond chance");
        expected.Should().BeLessThan(mean, "it is drawn towards nothing").And.BePositive();
        var notional = about.GetProperty("notionalUsd").GetDouble();
        ((double)opportunity.ProfitPotential).Should().BeApproximately(notional * expected, 0.01 + (notional * 1e-6));
        foreach (var name in new[] { "worstReturn", "holdingReturn", "costs", "cashRate", "baseRate" }) about.GetProperty(name).ValueKind.Should().Be(JsonValueKind.Number);
        about.GetProperty("why").GetString().Should().Contain("past trades of").And.EndWith(".");

        var legs = about.GetProperty("legs").EnumerateArray().ToList();
        legs.Should().NotBeEmpty().And.OnlyContain(l => l.GetProperty("usd").GetDouble() > 0);
        legs.Select(l => l.GetProperty("instrument").GetString()).Should().OnlyHaveUniqueItems("each is in it once");
        if (legs.Count == 1) legs[0].GetProperty("side").GetString().Should().Be(opportunity.Side == Side.Buy ? "buy" : "sell");
        DateOnly.Parse(about.GetProperty("fillOn").GetString()!, CultureInfo.InvariantCulture)
            .Should().BeAfter(DateOnly.Parse(about.GetProperty("asOf").GetString()!, CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Options_say_strike_expiry_and_premium()
    {
        var straddles = (await StrategyRun.DefaultAsync("options-volatility")).Found;

        foreach (var straddle in straddles)
        {
            var about = straddle.Metadata!.Value;
            about.GetProperty("optionExpiry").GetString().Should().Be(about.GetProperty("leaveOn").GetString());
            about.GetProperty("strike").GetDouble().Should().BePositive();
            about.GetProperty("premium").GetDouble().Should().BeApproximately((double)straddle.EntryPrice!.Value, 0.006);
            about.GetProperty("legs").EnumerateArray().Select(l => l.GetProperty("instrument").GetString()).Should().Equal(straddle.Symbol + " call", straddle.Symbol + " put");
        }

        straddles.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("IBM", 0.20)]
    [InlineData("SPX", 0.15)]
    public async Task Selling_options_takes_the_premium_and_a_margin_that_is_less_for_an_index(string symbol, double margin)
    {
        var series = await StrategyRun.Market.GetAsync(symbol);
        var rule = new StraddleRule(series);
        var held = (Straddle)rule.Hold(series.Today, -1);

        rule.Capital(held, 1_000, series.Today, -1).Should().BeApproximately(1_000 * (margin + held.Premium), 1e-9);
        rule.Capital(held, 1_000, series.Today, 1).Should().BeApproximately(1_000 * held.Premium, 1e-9);
    }

    [Fact]
    public async Task A_portfolio_shows_all_its_weights()
    {
        foreach (var portfolio in (await StrategyRun.DefaultAsync("portfolio-optimisation")).Found)
        {
            var weights = portfolio.Metadata!.Value.GetProperty("weights").EnumerateObject().Select(w => w.Value.GetDouble()).ToList();
            weights.Sum().Should().BeApproximately(1, 1e-3);
            portfolio.Metadata!.Value.GetProperty("legs").GetArrayLength().Should().Be(weights.Count);
        }
    }

    [Fact]
    public async Task Prices_in_another_currency_are_named_so()
    {
        var dax = (await StrategyRun.Strategy("spot-momentum").OpportunitiesAsync(ScanParameters.Empty.With("symbol", "DAX"))).Should().ContainSingle().Which;

        dax.Metadata!.Value.GetProperty("currency").GetString().Should().Be("DEM");
        dax.Metadata!.Value.GetProperty("legs")[0].GetProperty("quantity").ValueKind.Should().Be(JsonValueKind.Null, "the record has no exchange rates");
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Reports_progress_that_rises_to_one(string id)
    {
        var reports = (await StrategyRun.DefaultAsync(id)).Progress;

        reports.Should().BeInAscendingOrder().And.OnlyContain(p => p > 0 && p <= 1 + 1e-9);
        reports[^1].Should().BeApproximately(1, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Reads_the_asked_symbols_or_all_when_it_compares(string id)
    {
        var market = new ListeningMarketData(StrategyRun.Market);
        var strategy = (MarketStrategy)StrategyRun.Strategy(id, market);

        await strategy.OpportunitiesAsync(ScanParameters.Empty.With("symbol", "DAX", "CAC", "SMI"));

        market.Asked.Should().Equal(strategy.Compares ? StrategyRun.Market.Symbols : ["CAC", "DAX", "SMI"]);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Finds_the_same_each_time_and_sizes_positions_by_the_asked_account(string id)
    {
        var one = (await StrategyRun.DefaultAsync(id)).Found;
        var ten = await StrategyRun.Strategy(id).OpportunitiesAsync(ScanParameters.Empty.With("account", "1000000"));

        ten.Should().BeEquivalentTo(one, o => o.WithStrictOrdering()
            .Excluding(x => x.Metadata).Excluding(x => x.ExpiresAt).Excluding(x => x.ProfitPotential).Excluding(x => x.RequiredCapital));
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
}
