namespace OpportunityScan.Storage.InMemory;

/// <summary>Callbacks that want the same signals.</summary>
internal sealed class Subscribers<TSignal>
{
    private readonly Lock _changing = new();
    private readonly HashSet<Subscription<TSignal>> _subscriptions = [];
    private Subscription<TSignal>[]? _copy;
    private volatile int _count;

    internal int Count => _count;

    internal void Add(Subscription<TSignal> subscription)
    {
        lock (_changing)
        {
            _subscriptions.Add(subscription);
            Changed();
        }
    }

    internal void Remove(Subscription<TSignal> subscription)
    {
        lock (_changing)
        {
            _subscriptions.Remove(subscription);
            Changed();
        }
    }

    /// <summary>Calls every callback, whatever others do.</summary>
    /// <returns>How many of them threw.</returns>
    internal int Call(TSignal signal)
    {
        var failures = 0;
        foreach (var subscription in Copy())
        {
            try
            {
                subscription.Call(signal);
            }
            catch (Exception) // whatever it is: one subscriber's defect must not keep the signal from the others
            {
                failures++;
            }
        }

        return failures;
    }

    private Subscription<TSignal>[] Copy()
    {
        lock (_changing) return _copy ??= [.. _subscriptions];
    }

    private void Changed() => (_copy, _count) = (null, _subscriptions.Count);
}
