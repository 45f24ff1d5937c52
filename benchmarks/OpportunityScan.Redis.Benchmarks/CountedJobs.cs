using OpportunityScan.Benchmarks;

namespace OpportunityScan.Redis.Benchmarks;

/// <summary>The job that runs a strategy's body, and a promise that is kept when the expected number of them has ended. Public, because a job server calls it by name.</summary>
public static class CountedJobs
{
    private static TaskCompletionSource _all = new();
    private static int _left;

    public static async Task RunAsync()
    {
        await foreach (var opportunity in Bodies.One()) GC.KeepAlive(opportunity);
        if (Interlocked.Decrement(ref _left) == 0) _all.SetResult();
    }

    internal static Task Expect(int jobs)
    {
        _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _left, jobs);
        return _all.Task;
    }
}
