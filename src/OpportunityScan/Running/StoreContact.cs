namespace OpportunityScan.Running;

/// <summary>
/// Knows whether this worker was lately out of touch with the store for so long that others may have been, too. Then what seems lapsed may only be
/// waiting for its runner to come back, and is left alone for the length of a lease.
/// </summary>
internal sealed class StoreContact(TimeProvider timeProvider, TimeSpan lease)
{
    private readonly Lock _gate = new();
    private long _answered = timeProvider.GetTimestamp();
    private long? _back;
    private bool _failed;

    /// <summary>Whether what has lapsed is to be left alone.</summary>
    internal bool IsInDoubt
    {
        get
        {
            lock (_gate) return IsOut || (_back is { } back && timeProvider.GetElapsedTime(back) < lease);
        }
    }

    /// <summary>Leases are renewed three times as often as they lapse: who was away for less than that has made nobody lapse.</summary>
    private bool IsOut => _failed && timeProvider.GetElapsedTime(_answered) >= lease / 3;

    /// <summary>The store could not be reached.</summary>
    internal void Failed()
    {
        lock (_gate) _failed = true;
    }

    /// <summary>The store has answered.</summary>
    internal void Answered()
    {
        lock (_gate)
        {
            if (IsOut) _back = timeProvider.GetTimestamp();
            _failed = false;
            _answered = timeProvider.GetTimestamp();
        }
    }
}
