using OpportunityScan.Redis.Keys;

namespace OpportunityScan.Redis.Connection;

/// <summary>The server's clock, from what it last said and the time measured here since. Late by one way of a message at most.</summary>
internal sealed class ServerClock
{
    private volatile Anchor? _anchor;

    /// <summary>What instant it is there; <c>null</c> until it has said so once.</summary>
    internal DateTimeOffset? Now => _anchor is { } anchor ? anchor.Instant + TimeProvider.System.GetElapsedTime(anchor.Heard) : null;

    /// <summary>Hears it.</summary>
    internal void Hear(long micros) => _anchor = new Anchor(Instants.Instant(micros), TimeProvider.System.GetTimestamp());

    private sealed record Anchor(DateTimeOffset Instant, long Heard);
}
