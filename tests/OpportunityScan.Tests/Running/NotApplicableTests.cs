using System.Runtime.CompilerServices;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

/// <summary>Strategies that have nothing to say about what was asked.</summary>
public sealed class NotApplicableTests
{
    private const string Reason = "It compares two symbols, and one was asked for.";

    [Fact]
    public async Task It_is_no_failure_and_the_scan_is_a_whole_answer_that_is_reused()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Declines("a"), Sample.Finds("b", Sample.Opportunity("IBM")));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);
        var again = await process.StartScanAsync(Sample.Request with { Mode = StartMode.Reuse(TimeSpan.FromMinutes(5)) });

        (end.Status, end.Progress.IsWhole, end.Progress.Percentage).Should().Be((ScanStatus.Completed, true, 100));
        (end.Outcomes[0].Status, end.Outcomes[0].ErrorCode, end.Outcomes[0].Message).Should().Be((StrategyStatus.NotApplicable, null, Reason));
        (again.Disposition, again.Id).Should().Be((StartDisposition.Reused, end.Id));
        process.Logged.Should().NotContain(104, "it is not the log of a failure");
    }

    [Fact]
    public async Task What_it_had_yielded_is_kept()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Strategy("a", static (_, _) => DeclineAfter(Sample.Opportunity("IBM"))));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (end.Status, end.Outcomes[0].Status, end.Progress.Found, end.ZeroReason).Should().Be((ScanStatus.Completed, StrategyStatus.NotApplicable, 1, null));
    }

    [Fact]
    public async Task Where_none_applies_the_scan_says_so()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Declines("a"), Declines("b"));

        var end = await process.EndOfAsync((await process.StartScanAsync()).Key);

        (end.Status, end.ZeroReason).Should().Be((ScanStatus.Completed, ZeroReason.NoneApplicable));
    }

    [Fact]
    public async Task One_that_was_told_to_stop_before_has_that_for_its_end()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Strategy("a", static (_, token) => DeclineWhenToldAsync(token)));
        var ticket = await process.StartScanAsync();
        await process.SeenAsync(ticket.Key, static s => s.Progress.Running == 1);

        await process.Scans.CancelAsync(ticket.Key);

        (await process.EndOfAsync(ticket.Key)).Outcomes[0].Status.Should().Be(StrategyStatus.Canceled);
    }

    [Theory, InlineData(""), InlineData(" ")]
    public void A_reason_is_needed(string reason) =>
        FluentActions.Invoking(() => new StrategyNotApplicableException(reason)).Should().Throw<ArgumentException>();

    private static IStrategy Declines(string id) => Sample.Strategy(id, static (_, _) => throw new StrategyNotApplicableException(Reason));

    private static async IAsyncEnumerable<Opportunity> DeclineAfter(Opportunity opportunity)
    {
        await Task.Yield();
        yield return opportunity;
        throw new StrategyNotApplicableException(Reason);
    }

    private static async IAsyncEnumerable<Opportunity> DeclineWhenToldAsync([EnumeratorCancellation] CancellationToken token)
    {
        var told = new TaskCompletionSource();
        await using var registration = token.Register(told.SetResult);
        await told.Task;
        if (token.IsCancellationRequested) throw new StrategyNotApplicableException(Reason);
        yield break;
    }
}
