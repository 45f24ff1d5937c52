namespace OpportunityScan.Running;

/// <summary>
/// Acts again and again on a thread of its own, so that leases are renewed while the host keeps the thread pool busy: an act sends before it waits
/// for anything, and is repeated whether or not an earlier one was heard of.
/// </summary>
internal static class LeaseThread
{
    /// <summary>Acts each <paramref name="period"/> until told to stop; complete once the last act is.</summary>
    internal static Task RunAsync(TimeSpan period, Func<Task> act, CancellationToken stopping)
    {
        var ended = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => ended.SetResult(RepeatAsync(period, act, stopping))) { IsBackground = true, Name = "OpportunityScan leases" };
        thread.Start();
        return ended.Task.Unwrap();
    }

    /// <summary>Returns what is still under way.</summary>
    private static Task RepeatAsync(TimeSpan period, Func<Task> act, CancellationToken stopping)
    {
        var pending = Task.CompletedTask;
        while (!stopping.WaitHandle.WaitOne(period)) pending = pending.IsCompleted ? act() : Task.WhenAll(pending, act());
        return pending;
    }
}
