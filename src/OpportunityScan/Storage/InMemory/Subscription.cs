namespace OpportunityScan.Storage.InMemory;

/// <summary>One callback; called no more once disposed.</summary>
internal sealed class Subscription<TSignal>(Action<TSignal> callback, Action<Subscription<TSignal>> remove) : IAsyncDisposable
{
    private volatile Action<TSignal>? _callback = callback;

    public ValueTask DisposeAsync()
    {
        _callback = null;
        remove(this);
        return ValueTask.CompletedTask;
    }

    internal void Call(TSignal signal) => _callback?.Invoke(signal);
}
