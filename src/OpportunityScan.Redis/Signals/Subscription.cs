namespace OpportunityScan.Redis.Signals;

/// <summary>One callback; called no more once disposed.</summary>
internal sealed class Subscription(SignalHub hub, Listeners listeners, Action<string> onMessage) : IAsyncDisposable
{
    private volatile Action<string>? _onMessage = onMessage;

    /// <summary>For whoever is not listened for.</summary>
    internal static IAsyncDisposable None { get; } = new Nothing();

    internal Listeners Listeners { get; } = listeners;

    public ValueTask DisposeAsync()
    {
        _onMessage = null;
        hub.Leave(this);
        return ValueTask.CompletedTask;
    }

    internal void Call(string message) => _onMessage?.Invoke(message);

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
