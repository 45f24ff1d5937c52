using OpportunityScan.State;

namespace OpportunityScan.Storage.InMemory;

internal sealed partial class InMemoryScanStore
{
    public ValueTask<CreateReply> CreateAsync(CreateScan create, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(create);
        cancellationToken.ThrowIfCancellationRequested();
        CreateReply reply;
        List<StoredScan> stopped = [];
        lock (_writing)
        {
            if (_table.Unfinished == 0) _clock.Follow(mayGoBack: _table.IsEmpty);
            var now = _clock.Now;
            reply = Existing(create, now) ?? Refused(create) ?? Stored(create, now, stopped);
            _table.Sweep(now);
        }

        foreach (var scan in stopped) SignalCancel(scan);
        if (reply is { Status: CreateStatus.Created or CreateStatus.Replaced, Claim: null })
        {
            _workSignals.Signal(WorkSignalKind.Due, create.Plan.Key);
        }

        return new ValueTask<CreateReply>(reply);
    }

    /// <summary>The answer when there is a scan of the id, or one that the mode prefers to a new one.</summary>
    private CreateReply? Existing(CreateScan create, DateTimeOffset now)
    {
        var plan = create.Plan;
        if (_table.Find(plan.Key, now) is { } same)
        {
            return same.State.Plan.Fingerprint == plan.Fingerprint ? Found(same) : new CreateReply(CreateStatus.IdConflict, null);
        }

        if (_table.ReadTombstone(plan.Key, now)) return new CreateReply(CreateStatus.IdConflict, null);
        var request = _table.Request(new RequestKey(plan.Key.Owner, plan.Fingerprint));
        var preferred = create.Mode.Kind switch
        {
            StartModeKind.Join => request.ToJoin(),
            StartModeKind.Reuse => request.ToReuse(create.Mode, now) ?? request.ToJoin(),
            _ => null,
        };
        return preferred is null ? null : Found(preferred);
    }

    /// <summary>The refusal when a limit is reached. Scans that would be replaced make room, but are left alone until nothing can be refused any more.</summary>
    private CreateReply? Refused(CreateScan create)
    {
        var active = _table.ActiveOf(create.Plan.Key.Owner);
        var waiting = _table.Waiting;
        foreach (var replaced in ToReplace(create))
        {
            if (replaced.State.IsActive()) active--;
            if (replaced.State.Status == ScanStatus.Queued) waiting--;
        }

        if (active >= create.MaxActivePerOwner) return new CreateReply(CreateStatus.OwnerLimit, null);
        return create.Claim is null && waiting >= _maxQueued ? new CreateReply(CreateStatus.QueueFull, null) : null;
    }

    private CreateReply Stored(CreateScan create, DateTimeOffset now, List<StoredScan> stopped)
    {
        // Whatever may throw comes before the first change, so that a defect of the caller leaves nothing half done.
        var first = ScanMachine.Create(create.Plan, now);
        if (create.Claim is { } claim) first = ScanMachine.Apply(first, new ScanEvent.Claimed(claim.Worker, claim.RunToken, claim.Lease, now)).State;
        var replaced = ToReplace(create).ToArray(); // a copy: one that is queued ends here, and leaves the list
        foreach (var scan in replaced)
        {
            if (Cancel(scan, now)) stopped.Add(scan);
        }

        var added = _table.Add(first);
        return new CreateReply(
            replaced.Length > 0 ? CreateStatus.Replaced : CreateStatus.Created,
            added.Snapshot,
            create.Claim is null ? null : new ClaimedScan(first, [], now))
        {
            EndedInQueue = stopped.Count(static s => s.State.Status.IsTerminal()),
        };
    }

    private IReadOnlyCollection<StoredScan> ToReplace(CreateScan create) => create.Mode.Kind == StartModeKind.Replace
        ? _table.Request(new RequestKey(create.Plan.Key.Owner, create.Plan.Fingerprint)).Unfinished
        : [];

    private static CreateReply Found(StoredScan scan) =>
        new(scan.State.Status.IsTerminal() ? CreateStatus.Reused : CreateStatus.Joined, scan.Snapshot);
}
