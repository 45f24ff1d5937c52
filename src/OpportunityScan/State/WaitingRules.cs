namespace OpportunityScan.State;

/// <summary>
/// Which waiting scan is next, and who may have it, as pure functions. Every store agrees with them. Scans that have begun (given back, or of
/// a lapsed lease) go first, longest due first. Those that were never claimed have turns: an owner who queues many gets one turn after
/// another, so that another owner's only scan waits for one of them at most, and not for all.
/// </summary>
public static class WaitingRules
{
    /// <summary>The turn of a scan that is being queued. Equal turns go by the order in which they were given.</summary>
    /// <param name="served">The highest turn of a scan that was claimed so far; 0 before the first.</param>
    /// <param name="ownersLast">The last turn that the same owner was given; 0 when none is known.</param>
    public static long Turn(long served, long ownersLast) => Math.Max(served, ownersLast) + 1;

    /// <summary>Whether the scan waits to be claimed: never claimed, given back, or of a lapsed lease.</summary>
    public static bool IsWaiting(ScanState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return !state.Status.IsTerminal() && state.DueAt <= now;
    }

    /// <summary>
    /// Whether a waiting scan is over, so that any worker may claim it, in order to end it: it was asked to stop, has waited or run for too
    /// long, or its workers have died too often.
    /// </summary>
    public static bool IsOver(ScanState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var lapses = state is { Worker: not null, HasBegun: true } ? state.Lapses + 1 : state.Lapses;
        return state.CancelRequestedAt is not null || ScanMachine.QueueTimedOut(state) || lapses >= state.Plan.MaxAttempts || now > LastCall(state);
    }

    /// <summary>
    /// Since when a worker must have asked for scans to count as one that could have taken this waiting scan. A busy worker asks three times per
    /// lease; one that died asked for the last time two thirds of a lease before its own lapsed.
    /// </summary>
    public static DateTimeOffset KnownSince(ScanState state, TimeSpan lease)
    {
        ArgumentNullException.ThrowIfNull(state);
        return ScanMachine.LeaseEnd(state.Attempt > 0 ? state.DueAt ?? state.CreatedAt : state.CreatedAt, -(lease / 2));
    }

    /// <summary>The last instant at which a waiting scan may still begin, or go on.</summary>
    public static DateTimeOffset LastCall(ScanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.StartedAt is not { } started) return ScanMachine.LeaseEnd(state.CreatedAt, state.Plan.QueueTimeout);
        var deadline = ScanMachine.LeaseEnd(started, state.Plan.Deadline);
        return deadline == DateTimeOffset.MinValue ? deadline : deadline.AddTicks(-1);
    }
}
