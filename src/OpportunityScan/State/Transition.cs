namespace OpportunityScan.State;

/// <summary>Why an event changed nothing.</summary>
public enum Ignored
{
    /// <summary>It did change something.</summary>
    No,

    /// <summary>The scan is leased to a worker that is not known to be dead.</summary>
    NotDue,

    /// <summary>The event is of another run than the one that holds the scan, or of one that gave it back.</summary>
    Fenced,

    /// <summary>The scan has ended.</summary>
    Terminal,

    /// <summary>It happened before: the scan was asked to stop, given back or claimed with this token already, or the same commit was recorded already.</summary>
    Repeated,

    /// <summary>A commit names a strategy that the plan lacks.</summary>
    UnknownStrategy,

    /// <summary>A commit would change a settled outcome.</summary>
    OutcomeSettled,

    /// <summary>A commit would let a status, a count or a progress go back, now or (out of its range) later.</summary>
    GoesBack,

    /// <summary>A commit has no number from 1.</summary>
    OutOfOrder,

    /// <summary>The store has gone back in time: a later claim, or an earlier commit of this run, was recorded and is lost. The runner writes the scan again.</summary>
    Behind,

    /// <summary>A commit ends the scan although a strategy is not settled, or for a cause that does not hold.</summary>
    InvalidEnd,
}

/// <summary>What became of an event.</summary>
/// <param name="State">The state after it; the same object as before when it was ignored.</param>
/// <param name="Ignored">Why it changed nothing, or <see cref="Ignored.No"/>.</param>
public readonly record struct Transition(ScanState State, Ignored Ignored = Ignored.No)
{
    /// <summary>Whether the event changed the state.</summary>
    public bool IsAccepted => Ignored == Ignored.No;
}
