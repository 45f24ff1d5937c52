namespace OpportunityScan.State;

/// <summary>
/// What becomes of a scan that its runner writes again, because the store has lost it or gone back in time. Part of the state machine: every store
/// agrees with it.
/// </summary>
public static class Restores
{
    /// <summary>The state after a runner has written <paramref name="written"/> over <paramref name="kept"/>, or the reason why it changes nothing.</summary>
    /// <param name="kept">What the store has; <c>null</c> when it has nothing, and nothing tells that the scan has expired.</param>
    /// <param name="written">The scan as its runner knows it; running.</param>
    /// <param name="now">The store's clock.</param>
    /// <param name="lease">For how long it is leased again.</param>
    /// <remarks>
    /// The higher attempt wins. Of two runs of one attempt, which only a store that went back in time can have granted, the one wins that has shown
    /// readers more. A terminal state is absorbing, and nothing is written over another incarnation.
    /// </remarks>
    public static Transition Apply(ScanState? kept, ScanState written, DateTimeOffset now, TimeSpan lease)
    {
        ArgumentNullException.ThrowIfNull(written);
        var restored = written with { HasBegun = true, DueAt = ScanMachine.LeaseEnd(now, lease) };
        if (kept is null) return new Transition(restored);
        if (!string.Equals(kept.Incarnation, written.Incarnation, StringComparison.Ordinal)) return new Transition(kept, Ignored.Fenced);
        if (kept.Status.IsTerminal()) return new Transition(kept, Ignored.Terminal);
        if (IsRepeated(kept, written)) return new Transition(kept, Ignored.Repeated);
        if (!IsAhead(kept, written)) return new Transition(kept, Ignored.Fenced);
        return new Transition(restored with
        {
            Version = Math.Max(written.Version, kept.Version + 1),
            CancelRequestedAt = written.CancelRequestedAt ?? kept.CancelRequestedAt,
        });
    }

    /// <summary>Whether the runner has written this before, and only missed the answer.</summary>
    private static bool IsRepeated(ScanState kept, ScanState written) =>
        kept.Run == written.Run && kept.Worker is not null && kept.Sequence == written.Sequence && kept.Version >= written.Version;

    private static bool IsAhead(ScanState kept, ScanState written)
    {
        if (kept.Attempt != written.Attempt) return written.Attempt > kept.Attempt;
        if (kept.Run == written.Run && kept.Sequence != written.Sequence) return written.Sequence > kept.Sequence;
        return written.Version > kept.Version;
    }
}
