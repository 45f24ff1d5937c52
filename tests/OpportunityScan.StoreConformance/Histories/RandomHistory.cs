using FluentAssertions;
using OpportunityScan.State;
using OpportunityScan.Storage;

namespace OpportunityScan.StoreConformance.Histories;

/// <summary>Does the same random things to a store and to the model, and expects the same of both after each.</summary>
internal sealed class RandomHistory(StoreFixture fixture, int seed)
{
    private static readonly string[] Owners = ["ann", "bob:{1}"];
    private static readonly string[] Requests = ["a", "b"];

    private static readonly Dictionary<string, string> Versions = new(StringComparer.Ordinal) { ["a"] = "1", ["b"] = "2 beta" };

    /// <summary>What workers can run: everything, or the strategies in one of the versions.</summary>
    private static readonly StrategySet?[] Kinds =
        [null, null, .. Versions.Values.Select(v => new StrategySet(Enumerable.Range(0, 3).Select(i => (Sample.Strategy(i), v))))];

    private readonly Random _random = new(seed);
    private readonly ModelStore _model = new();
    private readonly RandomCommits _commits = new(seed, fixture.LongLease);

    /// <summary>What was done, for the message of a failed expectation.</summary>
    private readonly List<string> _steps = [];

    internal async Task RunAsync(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            await AdvanceAsync(fixture.Tick); // so that no two instants are equal, and order is never a matter of taste
            await StepAsync();
            if (i % 10 == 9) await CompareAllAsync();
        }

        await CompareAllAsync();
    }

    private Task StepAsync() => _random.Next(20) switch
    {
        < 5 => CreateAsync(),
        < 8 => ClaimAsync(),
        < 14 => CommitAsync(),
        < 15 => RenewAsync(),
        < 16 => ReleaseAsync(),
        < 18 => CancelAsync(),
        < 19 => LoseAndRestoreAsync(),
        _ => LapseAsync(),
    };

    private async Task CreateAsync()
    {
        var (owner, request) = (Pick(Owners), Pick(Requests));
        var id = _random.Next(8) == 0 && _model.Scans.Count > 0 ? Pick(_model.Scans).Key.Id.Value : $"scan-{seed}-{_steps.Count}";
        var reuse = StartMode.Reuse(fixture.LongRetention);
        StartMode[] modes =
            [StartMode.Join, StartMode.Join, StartMode.New, StartMode.New, StartMode.Replace, reuse, reuse with { AcceptPartial = true }];
        var create = new CreateScan
        {
            Plan = Sample.Plan(owner, request, id).InVersion(Versions[request]) with { Retention = fixture.LongRetention },
            Mode = Pick(modes),
            MaxActivePerOwner = 6,
            Claim = _random.Next(3) == 0 ? Claims.New("creator", fixture.LongLease) : null,
        };
        Step($"create {create.Plan.Key} {request} {create.Mode.Kind} claim={create.Claim is not null}");

        var (status, scan) = _model.Create(create);
        var reply = await fixture.Store.CreateAsync(create, default);

        Expect(reply.Status, status);
        Expect(Projection.Of(reply.Snapshot), Model(scan));
        var claimed = create.Claim is not null && status is (CreateStatus.Created or CreateStatus.Replaced);
        Expect(reply.Claim is null ? "none" : Projection.Of(reply.Claim.State), claimed ? Projection.Of(scan!.State) : "none");
    }

    private async Task ClaimAsync()
    {
        var claim = Claims.New($"worker-{_random.Next(3)}", fixture.LongLease) with { Runnable = Pick(Kinds) };
        Step($"claim by {claim.Worker} of {claim.Runnable}");

        var due = _model.Next(claim.Runnable);
        if (due is not null) ModelStore.Apply(due, new ScanEvent.Claimed(claim.Worker, claim.RunToken, claim.Lease, _model.Now));
        var claimed = await fixture.Another.ClaimAsync(claim, default);

        Expect(claimed is null ? "none" : Projection.Of(claimed.State), due is null ? "none" : Projection.Of(due.State));
        Expect(Projection.Of(claimed?.Found.SelectMany(c => c.Opportunities).Select(o => o.Value) ?? []), Projection.Of(due?.Items ?? []));
    }

    private async Task CommitAsync()
    {
        if (_model.Scans.Count == 0) return;
        var scan = Pick(_model.Scans.Where(s => s.State.Status == ScanStatus.Running).DefaultIfEmpty(_model.Scans[^1]).ToList());
        var commit = _commits.Next(scan);
        Step($"commit to {scan.Key} by {commit.Run} sequence {commit.Sequence} end {commit.End?.Cause}");

        var status = _model.Commit(commit);
        var reply = await fixture.Store.CommitAsync(commit, default);

        Expect(reply, new CommitReply(status, scan.State.Version, scan.State.CancelRequestedAt is not null));
        await CompareAsync(scan);
    }

    private async Task RenewAsync()
    {
        if (_model.Scans.Count == 0) return;
        var scan = Pick(_model.Scans);
        var run = _random.Next(4) switch
        {
            0 => scan.State.Run with { Attempt = scan.State.Attempt - 1 },
            1 => scan.State.Run with { Token = "another" },
            _ => scan.State.Run,
        };
        Step($"renew {scan.Key} by {run}");

        var ignored = ModelStore.Apply(scan, new ScanEvent.Renewed(run, fixture.LongLease, _model.Now));
        var reply = await fixture.Store.RenewAsync(scan.Key, run, fixture.LongLease, default);

        Expect(reply.Status, ModelStore.Status(ignored));
        await CompareAsync(scan);
    }

    private async Task ReleaseAsync()
    {
        if (_model.Scans.Count == 0) return;
        var scan = Pick(_model.Scans);
        Step($"release {scan.Key}");

        var ignored = ModelStore.Apply(scan, new ScanEvent.Released(scan.State.Run, _model.Now));
        var reply = await fixture.Store.ReleaseAsync(scan.Key, scan.State.Run, default);

        Expect(reply.Status, ModelStore.Status(ignored));
        await CompareAsync(scan);
    }

    private async Task CancelAsync()
    {
        if (_model.Scans.Count == 0) return;
        var scan = Pick(_model.Scans);
        Step($"cancel {scan.Key}");

        var status = _model.Cancel(scan.Key);
        var result = await fixture.Another.CancelAsync(scan.Key, default);

        Expect(result.Status, status);
        Expect(Projection.Of(result.Snapshot), Model(scan));
    }

    private async Task LoseAndRestoreAsync()
    {
        var running = _model.Unfinished.Where(s => s.State is { Status: ScanStatus.Running, Worker: not null }).ToList();
        if (running.Count == 0) return;
        var scan = Pick(running);
        Step($"lose and restore {scan.Key}");

        // A runner knows the store's instants, which the model does not.
        var known = (await fixture.Store.FindAsync(scan.Key, default))!.State;
        var found = scan.Items.Select(o => Sample.Chunk(Place(o, known), [o]));
        var record = new ScanRecord(known, [.. found], Sample.Accepted(scan.Top), null);
        await fixture.LoseAsync(scan.Key);
        Expect((await fixture.Store.RenewAsync(scan.Key, scan.State.Run, fixture.LongLease, default)).Status, CommitStatus.Missing);
        Expect((await fixture.Store.RestoreAsync(record, fixture.LongLease, default)).Status, CommitStatus.Accepted);

        scan.State = scan.State with { HasBegun = true, DueAt = _model.Now + fixture.LongLease };
        await CompareAsync(scan);
    }

    /// <summary>A worker dies: its lease is let lapse.</summary>
    private async Task LapseAsync()
    {
        if (_model.Unfinished.FirstOrDefault(s => s.State.Worker is not null) is not { } scan) return;
        Step($"lapse {scan.Key}");
        await fixture.Store.RenewAsync(scan.Key, scan.State.Run, fixture.ShortLease, default);
        ModelStore.Apply(scan, new ScanEvent.Renewed(scan.State.Run, fixture.ShortLease, _model.Now));
        await AdvanceAsync(fixture.ShortLease + fixture.Tick);
    }

    private async Task CompareAllAsync()
    {
        foreach (var scan in _model.Scans) await CompareAsync(scan);
        foreach (var owner in Owners.Select(o => new OwnerId(o)))
        {
            Expect(Projection.Of(await fixture.Another.FindLatestAsync(owner, default)), Model(_model.NewestFirst(owner).FirstOrDefault()));
            var list = new List<string>();
            await foreach (var summary in fixture.Another.ListAsync(owner, default)) list.Add($"{summary.Key} v{summary.Version} {summary.Status}");
            Expect(string.Join('\n', list), string.Join('\n', _model.NewestFirst(owner).Select(s => $"{s.Key} v{s.State.Version} {s.State.Status}")));
            foreach (var plan in Requests.Select(r => Sample.Plan(owner.Value, r)))
            {
                var read = await fixture.Another.FindByRequestAsync(owner, plan.Fingerprint, default);
                Expect(Projection.Of(read), Model(_model.NewestFirst(plan).FirstOrDefault()));
            }
        }
    }

    private async Task CompareAsync(ModelScan scan)
    {
        Expect(Projection.Of(await fixture.Another.FindAsync(scan.Key, default)), Model(scan));
        Expect(Projection.Of((await fixture.Another.ReadResultsAsync(scan.Key, 0, int.MaxValue, default))?.Items.Select(o => o.Value) ?? []), Projection.Of(scan.Items));
    }

    private async Task AdvanceAsync(TimeSpan by)
    {
        _model.Now += by;
        await fixture.AdvanceAsync(by);
    }

    private static int Place(Opportunity opportunity, ScanState state) =>
        Enumerable.Range(0, state.Outcomes.Length).First(i => state.Outcomes[i].Strategy == opportunity.Strategy);

    private void Step(string step) => _steps.Add(step);

    private void Expect<T>(T actual, T expected) =>
        actual.Should().Be(expected, "of the history with seed {0}, whose last steps were:\n{1}\n", seed, string.Join('\n', _steps.TakeLast(12)));

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static string Model(ModelScan? scan) => scan is null ? "none" : $"{Projection.Of(scan.State)} top=[{Projection.Of(scan.Top)}]";
}
