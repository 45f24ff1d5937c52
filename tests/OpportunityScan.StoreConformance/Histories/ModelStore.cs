using OpportunityScan.State;
using OpportunityScan.Storage;

namespace OpportunityScan.StoreConformance.Histories;

/// <summary>What a store does, said as plainly as possible: a list of scans, searched from end to end, and the state machine. Nothing expires here.</summary>
internal sealed class ModelStore
{
    private readonly List<ModelScan> _scans = []; // oldest first
    private readonly Dictionary<OwnerId, long> _turns = [];
    private long _served;

    internal DateTimeOffset Now { get; set; } = Sample.Instant;

    internal IEnumerable<ModelScan> Unfinished => _scans.Where(s => !s.State.Status.IsTerminal());

    internal IReadOnlyList<ModelScan> Scans => _scans;

    internal ModelScan? Find(ScanKey key) => _scans.Find(s => s.Key == key);

    /// <summary>The scan that is next for a worker: of those that have begun the one that is due for the longest, else by turn.</summary>
    internal ModelScan? Next(StrategySet? runnable)
    {
        var next = Unfinished
            .Where(s => WaitingRules.IsWaiting(s.State, Now) && (CanRun(s) || WaitingRules.IsOver(s.State, Now)))
            .MinBy(s => (s.State.Attempt > 0 ? 0 : s.Turn, DueAt(s)));
        if (next?.State.Attempt == 0) _served = Math.Max(_served, next.Turn);
        return next;

        bool CanRun(ModelScan scan) => runnable?.CanRun(scan.State.Plan) ?? true;

        // One that was given back is due at once for those who can run it, and for the others when it is asked to stop.
        DateTimeOffset? DueAt(ModelScan scan) =>
            scan.State.Worker is not null || CanRun(scan) || scan.State.DueAt > scan.State.CancelRequestedAt ? scan.State.DueAt : scan.State.CancelRequestedAt;
    }

    internal IEnumerable<ModelScan> NewestFirst(OwnerId owner) => _scans.Where(s => s.Key.Owner == owner).Reverse();

    internal IEnumerable<ModelScan> NewestFirst(ScanPlan plan) => NewestFirst(plan.Key.Owner).Where(s => s.State.Plan.Fingerprint == plan.Fingerprint);

    internal (CreateStatus Status, ModelScan? Scan) Create(CreateScan create)
    {
        var plan = create.Plan;
        if (Find(plan.Key) is { } same) return same.State.Plan.Fingerprint == plan.Fingerprint ? Existing(same) : (CreateStatus.IdConflict, null);
        if (Preferred(create) is { } preferred) return Existing(preferred);
        var replaced = create.Mode.Kind == StartModeKind.Replace ? NewestFirst(plan).Where(s => !s.State.Status.IsTerminal()).ToList() : [];
        if (NewestFirst(plan.Key.Owner).Except(replaced).Count(s => s.IsActive) >= create.MaxActivePerOwner) return (CreateStatus.OwnerLimit, null);
        foreach (var scan in replaced) Apply(scan, new ScanEvent.CancelRequested(Now));
        var created = new ModelScan(ScanMachine.Create(plan, Now));
        if (create.Claim is null) created.Turn = _turns[plan.Key.Owner] = WaitingRules.Turn(_served, _turns.GetValueOrDefault(plan.Key.Owner));
        if (create.Claim is { } claim) Apply(created, new ScanEvent.Claimed(claim.Worker, claim.RunToken, claim.Lease, Now));
        _scans.Add(created);
        return (replaced.Count > 0 ? CreateStatus.Replaced : CreateStatus.Created, created);
    }

    internal CommitStatus Commit(ScanCommit commit)
    {
        if (Find(commit.Key) is not { } scan) return CommitStatus.Missing;
        var committed = Apply(scan, new ScanEvent.Committed(commit.Run, commit.Sequence, commit.Changes, commit.End?.Cause, commit.Lease, Now));
        if (committed == Ignored.No)
        {
            scan.Items.AddRange(commit.Chunks.SelectMany(c => c.Opportunities).Select(o => o.Value));
            if (commit.End is { } end) scan.Items = [.. end.Ranking.Select(place => scan.Items[place])];
            if (!commit.Top.IsDefault) scan.Top = [.. commit.Top.Select(o => o.Value)];
        }

        return Status(committed);
    }

    internal CancelStatus Cancel(ScanKey key)
    {
        if (Find(key) is not { } scan) return CancelStatus.NotFound;
        if (scan.State.Status.IsTerminal()) return CancelStatus.AlreadyTerminal;
        Apply(scan, new ScanEvent.CancelRequested(Now));
        return scan.State.Status.IsTerminal() ? CancelStatus.Canceled : CancelStatus.Requested;
    }

    internal static Ignored Apply(ModelScan scan, ScanEvent happened)
    {
        var (state, ignored) = ScanMachine.Apply(scan.State, happened);
        scan.State = state;
        return ignored;
    }

    internal static CommitStatus Status(Ignored ignored) => ignored switch
    {
        Ignored.No or Ignored.Repeated => CommitStatus.Accepted,
        Ignored.Fenced or Ignored.Terminal => CommitStatus.Fenced,
        Ignored.Behind => CommitStatus.Missing,
        _ => CommitStatus.Invalid,
    };

    private ModelScan? Preferred(CreateScan create)
    {
        var same = NewestFirst(create.Plan).ToList();
        var toJoin = same.Find(s => s.IsActive);
        return create.Mode.Kind switch
        {
            StartModeKind.Join => toJoin,
            StartModeKind.Reuse => same.Where(s => IsAnswer(s, create.Mode) && Now - s.State.EndedAt <= create.Mode.MaxAge)
                .MaxBy(s => s.State.EndedAt) ?? toJoin,
            _ => null,
        };
    }

    private static bool IsAnswer(ModelScan scan, StartMode mode) =>
        scan.State.Status == ScanStatus.Completed && (mode.AcceptPartial || ScanMachine.IsWhole(scan.State.Outcomes));

    private static (CreateStatus Status, ModelScan Scan) Existing(ModelScan scan) =>
        (scan.State.Status.IsTerminal() ? CreateStatus.Reused : CreateStatus.Joined, scan);
}
