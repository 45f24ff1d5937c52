namespace OpportunityScan.Running;

/// <summary>How many more scans this process may run at once.</summary>
internal sealed class ScanSlots(int count)
{
    private int _free = count;

    /// <summary>Set whenever one becomes free.</summary>
    internal AsyncSignal Freed { get; } = new();

    internal bool TryTake()
    {
        for (var free = Volatile.Read(ref _free); free > 0; free = Volatile.Read(ref _free))
        {
            if (Interlocked.CompareExchange(ref _free, free - 1, free) == free) return true;
        }

        return false;
    }

    /// <summary>Takes one, once there is one. For one caller at a time.</summary>
    internal async Task TakeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (!TryTake()) await Freed.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    internal void GiveBack()
    {
        Interlocked.Increment(ref _free);
        Freed.Set();
    }
}
