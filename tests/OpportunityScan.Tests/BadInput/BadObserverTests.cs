using Microsoft.Extensions.DependencyInjection;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.BadInput;

public sealed class BadObserverTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_ranker_that_throws_or_returns_nonsense_loses_no_opportunity_and_the_default_score_counts(bool throws)
    {
        await using var world = new ScanHarness();
        var process = await world.ConfigureAsync(builder => builder
            .UseRanker(o => o.ProfitPotential > 5 ? throws ? throw new DivideByZeroException() : double.NaN : 7)
            .AddStrategy(Sample.Finds("a", Sample.Opportunity("RANKED", 3), Sample.Opportunity("NOT", 9), Sample.Opportunity("NEITHER", 6))));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (await process.FoundAsync(end.Key)).Select(static o => (o.Symbol, o.Score)).Should().Equal(("NOT", 9), ("RANKED", 7), ("NEITHER", 6));
        process.Logged.Count(static id => id == 401).Should().Be(1, "it would fail for every opportunity, and is told once");
    }

    [Fact]
    public async Task A_watcher_that_never_reads_on_holds_nobody_back()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var ticket = await process.StartScanAsync();
        await using var idle = process.Scans.WatchAsync(ticket.Key).GetAsyncEnumerator();
        (await Limit.Within(idle.MoveNextAsync().AsTask())).Should().BeTrue();

        strategy.Emit(Sample.Opportunities(1_000)).Finish();
        var end = await process.EndOfAsync(ticket.Key);
        await Limit.UntilAsync(() => process.Worker.RunningScans == 0);

        (end.Status, end.Progress.Found).Should().Be((ScanStatus.Completed, 1_000));
    }

    [Fact]
    public async Task A_lookup_policy_that_throws_or_answers_with_another_scan_leads_nobody_astray()
    {
        await using var world = new ScanHarness();
        var wrong = new WrongPolicy();
        var process = await world.ConfigureAsync(builder => builder
            .AddStrategy(new GatedStrategy("a"))
            .AddLookupPolicy(_ => wrong, LookupPosition.BeforeBuiltIn));
        var mine = await process.StartScanAsync();
        wrong.Answer = (await process.StartScanAsync(new ScanRequest(Sample.OtherOwner))).Snapshot;

        var found = await process.FindAsync(mine.Key);
        var missing = await process.FindAsync(new ScanKey(Sample.Owner, ScanId.New()));
        wrong.Answer = null;
        var unknown = await process.FindAsync(new ScanKey(Sample.Owner, ScanId.New()));

        (found.Snapshot!.Id, found.Trace[0].Verdict).Should().Be((mine.Id, LookupVerdict.Pass), "another owner's scan looks like none");
        missing.Status.Should().Be(LookupStatus.NotFound);
        unknown.Status.Should().Be(LookupStatus.StoreUnavailable, "a policy that threw might have known it");
        process.Logged.Should().Contain([302, 303]);
    }

    private sealed class WrongPolicy : IScanLookupPolicy
    {
        internal ScanSnapshot? Answer { get; set; }

        public string Name => "wrong";

        public ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken) =>
            Answer is { } answer ? new(LookupAnswer.Found(answer)) : throw new InvalidOperationException("no archive");
    }
}
