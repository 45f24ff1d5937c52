using OpportunityScan.State;

namespace OpportunityScan.Tests.State;

/// <summary>A cell of the table: in this state this happens, and that comes of it.</summary>
/// <param name="Stand">The state.</param>
/// <param name="Happening">The event.</param>
/// <param name="Ignored">Why it changes nothing, or <see cref="Ignored.No"/>.</param>
/// <param name="Status">The status after it; <c>null</c> when it changes nothing.</param>
public sealed record Cell(Stand Stand, Happening Happening, Ignored Ignored, ScanStatus? Status);

/// <summary>
/// What comes of every event in every state. A line is an event, then states with what comes of it there: a status when it is accepted,
/// the reason when it is ignored.
/// </summary>
internal static class TransitionTable
{
    private const string Text = """
        Claimed                | Queued Lapsed Released: Running | Leased Canceling Exhausted Overdue: NotDue | Ended: Terminal
        ClaimedAgain           | Held: Repeated | Queued Released: Running | Ended: Terminal
        Renewed                | Held: Running | Queued Released: Fenced | Ended: Terminal
        RenewedByAnother       | Queued Held Released: Fenced | Ended: Terminal
        RenewedByAnotherToken  | Queued Held Released: Fenced | Ended: Terminal
        RenewedByNext          | Queued Held Released: Behind | Ended: Terminal
        Released               | Held: Running | Released: Repeated | Queued: Fenced | Ended: Terminal
        ReleasedByAnother      | Queued Held Released: Fenced | Ended: Terminal
        ReleasedByAnotherToken | Queued Held Released: Fenced | Ended: Terminal
        ReleasedByNext         | Queued Held Released: Behind | Ended: Terminal
        CancelRequested        | Queued: Canceled | Leased Lapsed Released Exhausted Overdue: Running | Canceling: Repeated | Ended: Terminal
        Progress               | Held: Running | Queued Released: Fenced | Ended: Terminal
        Settle                 | Held: Running | Queued Released: Fenced | Ended: Terminal
        EndAllSettled          | Held: Completed | Queued Released: Fenced | Ended: Terminal
        EndDeadlinePassed      | Held: TimedOut | Queued Released: Fenced | Ended: Terminal
        EndCancelRequested     | Canceling: Canceled | Leased Lapsed Exhausted Overdue: InvalidEnd | Queued Released: Fenced | Ended: Terminal
        EndAttemptsExhausted   | Exhausted: Failed | Leased Lapsed Canceling Overdue: InvalidEnd | Queued Released: Fenced | Ended: Terminal
        EndQueueTimedOut       | Overdue: TimedOut | Leased Lapsed Canceling Exhausted: InvalidEnd | Queued Released: Fenced | Ended: Terminal
        EndWorkerStopped       | Held: Canceled | Queued Released: Fenced | Ended: Terminal
        EndNotRunnable         | Overdue: TimedOut | Leased Lapsed Canceling Exhausted: InvalidEnd | Queued Released: Fenced | Ended: Terminal
        EndUnsettled           | Held: InvalidEnd | Queued Released: Fenced | Ended: Terminal
        CommittedByAnother     | Queued Held Released: Fenced | Ended: Terminal
        CommittedByAnotherToken| Queued Held Released: Fenced | Ended: Terminal
        CommittedByNext        | Queued Held Released: Behind | Ended: Terminal
        CommittedAgain         | Held: Repeated | Queued Released: Fenced | EndedByCommit: Repeated | CanceledInQueue: Terminal
        SequenceZero           | Held: OutOfOrder | Queued Released: Fenced | Ended: Terminal
        CommitSkipped          | Held: Behind | Queued Released: Fenced | Ended: Terminal
        UnknownStrategy        | Held: UnknownStrategy | Queued Released: Fenced | Ended: Terminal
        MismatchedStrategy     | Held: UnknownStrategy | Queued Released: Fenced | Ended: Terminal
        NoOutcome              | Held: UnknownStrategy | Queued Released: Fenced | Ended: Terminal
        SettledChange          | Held: OutcomeSettled | Queued Released: Fenced | Ended: Terminal
        FoundGoesBack          | Held: GoesBack | Queued Released: Fenced | Ended: Terminal
        StatusGoesBack         | Held: GoesBack | Queued Released: Fenced | Ended: Terminal
        AttemptGoesBack        | Held: GoesBack | Queued Released: Fenced | Ended: Terminal
        AttemptAhead           | Held: GoesBack | Queued Released: Fenced | Ended: Terminal
        ProgressGoesBack       | Held: GoesBack | Queued Released: Fenced | Ended: Terminal
        ProgressOutOfRange     | Held: GoesBack | Queued Released: Fenced | Ended: Terminal
        UndefinedStatus        | Held: GoesBack | Queued Released: Fenced | Ended: Terminal
        """;

    private static readonly Dictionary<string, Stand[]> Groups = new(StringComparer.Ordinal)
    {
        ["Held"] = [Stand.Leased, Stand.Lapsed, Stand.Canceling, Stand.Exhausted, Stand.Overdue],
        ["EndedByCommit"] = [Stand.Completed, Stand.Failed, Stand.TimedOut, Stand.Canceled],
        ["Ended"] = [Stand.Completed, Stand.Failed, Stand.TimedOut, Stand.Canceled, Stand.CanceledInQueue],
    };

    internal static IReadOnlyList<Cell> Cells { get; } = [.. Text.Split('\n').SelectMany(Row)];

    private static IEnumerable<Cell> Row(string line)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        var happening = Enum.Parse<Happening>(parts[0]);
        foreach (var part in parts[1..])
        {
            var (stands, outcome) = (part.Split(':')[0], part.Split(':')[1].Trim());
            foreach (var stand in stands.Split(' ').SelectMany(Named))
            {
                yield return Enum.TryParse<ScanStatus>(outcome, out var status)
                    ? new Cell(stand, happening, Ignored.No, status)
                    : new Cell(stand, happening, Enum.Parse<Ignored>(outcome), null);
            }
        }
    }

    private static Stand[] Named(string name) => Groups.TryGetValue(name, out var group) ? group : [Enum.Parse<Stand>(name)];
}
