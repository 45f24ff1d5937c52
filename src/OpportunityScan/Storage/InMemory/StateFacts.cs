namespace OpportunityScan.Storage.InMemory;

/// <summary>What the bounds count.</summary>
internal static class StateFacts
{
    /// <summary>Whether it counts towards its owner's limit.</summary>
    internal static bool IsActive(this ScanState state) => !state.Status.IsTerminal() && state.CancelRequestedAt is null;

    /// <summary>Whether it waits for a worker: never claimed, or given back.</summary>
    internal static bool IsWaiting(this ScanState state) => !state.Status.IsTerminal() && state.Worker is null;

    /// <summary>Whether its retention has ended.</summary>
    internal static bool IsExpired(this ScanState state, DateTimeOffset now) => state.ExpiresAt <= now;
}
