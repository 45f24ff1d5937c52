using OpportunityScan.Running;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class AsyncSignalTests
{
    private readonly AsyncSignal _signal = new();

    [Fact]
    public async Task A_set_before_the_wait_is_not_lost()
    {
        _signal.Set();

        await _signal.WaitAsync(default);
    }

    [Fact]
    public async Task Any_number_of_sets_before_the_wait_are_one()
    {
        for (var i = 0; i < 100; i++) _signal.Set();

        await _signal.WaitAsync(default);

        var again = _signal.WaitAsync(default).AsTask();
        again.IsCompleted.Should().BeFalse();
        _signal.Set();
        await again;
    }

    [Fact]
    public async Task A_set_wakes_the_waiter()
    {
        var waiting = _signal.WaitAsync(default).AsTask();
        waiting.IsCompleted.Should().BeFalse();

        _signal.Set();

        await waiting;
    }

    [Fact]
    public async Task A_canceled_wait_takes_no_set_with_it()
    {
        using var giveUp = new CancellationTokenSource();
        var waiting = _signal.WaitAsync(giveUp.Token).AsTask();
        await giveUp.CancelAsync();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<OperationCanceledException>();

        _signal.Set();

        await _signal.WaitAsync(default);
    }
}
