using System.Runtime.CompilerServices;
using OpportunityScan.Tests.Architecture;
using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Running;

/// <summary>What concepts.md says of a strategy that ends after it was told to stop.</summary>
public sealed class ToldToStopTests
{
    private const string Sentence = "A strategy that was told to stop never counts as succeeded, however it ends after that";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    public enum Reason
    {
        Timeout,
        Deadline,
        Cancel,
    }

    public enum Ending
    {
        Quiet,
        Canceled,
        Fault,
        Done,
    }

    public static TheoryData<Reason, Ending> Cases
    {
        get
        {
            var cases = new TheoryData<Reason, Ending>();
            foreach (var reason in Enum.GetValues<Reason>()) foreach (var ending in Enum.GetValues<Ending>()) cases.Add(reason, ending);
            return cases;
        }
    }

    [Fact]
    public void The_page_says_so() => string.Join(' ', Repository.Lines("docs/concepts.md")).Should().Contain(Sentence);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_strategy_that_was_told_to_stop_never_counts_as_succeeded(Reason reason, Ending ending)
    {
        await using var world = new ScanHarness();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = await world.StartAsync(
            o =>
            {
                o.Deadline = reason == Reason.Deadline ? Timeout : o.Deadline;
                o.StrategyTimeout = reason == Reason.Timeout ? Timeout : null;
            },
            Sample.Strategy("told", (_, token) => Strategy(ending, running, token)));
        var ticket = await process.StartScanAsync();
        await Limit.Within(running.Task);

        if (reason == Reason.Cancel) await process.Scans.CancelAsync(ticket.Key);
        else world.Clock.Advance(Timeout - TimeSpan.FromMilliseconds(reason == Reason.Deadline ? 1 : 0)); // told a little before the deadline
        var end = await process.EndOfAsync(ticket.Key);

        var outcome = end.Outcomes.Single();
        (outcome.Status, outcome.Detached).Should().Be((reason == Reason.Cancel ? StrategyStatus.Canceled : StrategyStatus.TimedOut, false));
        outcome.Found.Should().Be(ending == Ending.Done ? 2 : 1, "what it found is kept");
    }

    private static async IAsyncEnumerable<Opportunity> Strategy(
        Ending ending, TaskCompletionSource running, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Sample.Opportunity("BEFORE");
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(told.SetResult);
        running.SetResult();
        await told.Task;
        if (ending == Ending.Fault) throw new InvalidOperationException("boom");
        if (ending == Ending.Canceled) cancellationToken.ThrowIfCancellationRequested();
        if (ending == Ending.Done) yield return Sample.Opportunity("AFTER");
    }
}
