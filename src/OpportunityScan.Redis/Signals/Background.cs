namespace OpportunityScan.Redis.Signals;

/// <summary>Work that nobody waits for, or that several wait for, each for as long as it likes.</summary>
internal static class Background
{
    /// <summary>Runs <paramref name="work"/>, and sees to it that a failure is never an unobserved one.</summary>
    internal static Task RunAsync(Func<Task> work) => Observed(StartAsync(async () =>
    {
        await work().ConfigureAwait(false);
        return true;
    }));

    /// <summary>Runs <paramref name="work"/> without anything of the request that asks for it: what it begins outlives that.</summary>
    internal static Task<T> StartAsync<T>(Func<Task<T>> work)
    {
        var isSuppressed = ExecutionContext.IsFlowSuppressed();
        if (!isSuppressed) ExecutionContext.SuppressFlow();
        try
        {
            return Task.Run(work);
        }
        finally
        {
            if (!isSuppressed) ExecutionContext.RestoreFlow();
        }
    }

    /// <summary>The same task, whose failure somebody has seen.</summary>
    internal static TTask Observed<TTask>(TTask task)
        where TTask : Task
    {
        if (task.IsCompletedSuccessfully) return task;
        _ = task.ContinueWith(
            static t => _ = t.Exception, CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return task;
    }
}
