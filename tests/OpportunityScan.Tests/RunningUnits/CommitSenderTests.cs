using Microsoft.Extensions.Logging.Testing;
using OpportunityScan.Diagnostics;
using OpportunityScan.Running;
using OpportunityScan.Storage;
using OpportunityScan.Tests.Lookup;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class CommitSenderTests
{
    private static readonly CommitReply Recorded = new(CommitStatus.Accepted, Version: 7);
    private readonly AwaitedTime _time = new();
    private readonly FakeLogger _log = new();
    private int _sent;

    [Theory]
    [InlineData(CommitStatus.Accepted)]
    [InlineData(CommitStatus.Fenced)]
    [InlineData(CommitStatus.Missing)]
    [InlineData(CommitStatus.Invalid)]
    public async Task Any_answer_of_the_store_is_the_answer(CommitStatus status)
    {
        (await SendAsync(_ => new ValueTask<CommitReply>(new CommitReply(status)))).Status.Should().Be(status);

        _sent.Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Incident", "A5")]
    public async Task While_the_store_is_out_of_reach_the_same_write_is_sent_again_until_it_answers(bool slowly)
    {
        var reply = await SendAsync(async n =>
        {
            if (slowly) await Task.Yield();
            return n <= 20 ? throw new ScanStoreUnavailableException("gone") : Recorded;
        });

        reply.Should().Be(Recorded);
        _sent.Should().Be(21);
        _log.Collector.GetSnapshot().Select(static r => r.Id.Id).Distinct().Should().Equal(301, 305);
    }

    [Fact]
    public async Task A_store_that_throws_before_it_returns_is_tried_again_too()
    {
        var reply = await SendAsync(static n => n == 1 ? throw new ScanStoreUnavailableException("gone") : new ValueTask<CommitReply>(Recorded));

        reply.Should().Be(Recorded);
        _sent.Should().Be(2);
    }

    [Fact]
    public async Task Another_fault_is_not_repeated()
    {
        var sending = () => SendAsync(static _ => ValueTask.FromException<CommitReply>(new InvalidOperationException("boom")));

        await sending.Should().ThrowAsync<InvalidOperationException>();
        _sent.Should().Be(1);
    }

    [Fact]
    public async Task An_abandoned_run_stops_trying()
    {
        using var abandoned = new CancellationTokenSource();
        var sending = Sender().SendAsync(
            static (_, _) => ValueTask.FromException<CommitReply>(new ScanStoreUnavailableException("gone")), 0, abandoned.Token).AsTask();

        await abandoned.CancelAsync();

        await FluentActions.Awaiting(() => sending).Should().ThrowAsync<OperationCanceledException>();
    }

    private CommitSender Sender() => new(_time, new OutageLog(_log, _time));

    private Task<CommitReply> SendAsync(Func<int, ValueTask<CommitReply>> write) =>
        _time.UntilCompletedAsync(Sender().SendAsync((state, _) => write(++_sent), "state", default).AsTask());
}
