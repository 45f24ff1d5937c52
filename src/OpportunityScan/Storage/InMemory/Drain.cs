namespace OpportunityScan.Storage.InMemory;

/// <summary>
/// Work for the thread pool that runs once after it was asked for, however often that was meanwhile, and never twice at a time. Asking costs the
/// same whatever the work costs.
/// </summary>
internal abstract class Drain : IThreadPoolWorkItem
{
    private int _asked;

    void IThreadPoolWorkItem.Execute()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _asked);
            Run();
        }
        while (Interlocked.Add(ref _asked, -seen) != 0);
    }

    protected void Ask()
    {
        if (Interlocked.Increment(ref _asked) == 1) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Must not throw: nobody could be told.</summary>
    protected abstract void Run();
}
