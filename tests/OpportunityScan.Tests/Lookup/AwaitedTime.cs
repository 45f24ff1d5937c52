using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.Tests.Lookup;

/// <summary>
/// A clock that moves only when somebody waits for it, and then to where that wait ends: however slow the machine is, nobody is overtaken by time.
/// </summary>
internal sealed class AwaitedTime(DateTimeOffset? start = null) : FakeTimeProvider(start ?? DateTimeOffset.UnixEpoch)
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private readonly Channel<TimeSpan> _waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan) _waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Lets each wait pass until the task has completed. The bound is real time.</summary>
    internal async Task<T> UntilCompletedAsync<T>(Task<T> task)
    {
        using var bound = new CancellationTokenSource(Bound, System);
        while (true)
        {
            using var done = CancellationTokenSource.CreateLinkedTokenSource(bound.Token);
            var wait = _waits.Reader.ReadAsync(done.Token).AsTask();
            if (await Task.WhenAny(task, wait) == wait) Advance(await wait);
            await done.CancelAsync();
            if (task.IsCompleted) return await task;
        }
    }
}
