using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Layout;

/// <summary>Scans that a later version stored are refused by name and left alone, and all others go on.</summary>
public sealed class LaterRecordsTests : RecordSuite
{
    [Fact, Trait("Incident", "E6")]
    public async Task A_waiting_one_is_never_claimed_however_many_there_are_and_others_are()
    {
        var later = new List<Dictionary<string, string>>();
        var plans = Enumerable.Range(0, 12).Select(static i => Sample.Plan(request: $"later {i}")).ToList();
        foreach (var plan in plans) await QueueAsync(plan);
        foreach (var plan in plans) await RaiseAsync(plan.Key);
        foreach (var plan in plans) later.Add(await HeadAsync(plan.Key));
        var last = Sample.Plan(request: "last");
        await QueueAsync(last);

        var claimed = await Store.ClaimAsync(Claims.New("worker", Lease), default);

        claimed!.State.Plan.Key.Should().Be(last.Key);
        (await Store.ClaimAsync(Claims.New("worker", Lease), default)).Should().BeNull();
        for (var i = 0; i < plans.Count; i++) (await HeadAsync(plans[i].Key)).Should().BeEquivalentTo(later[i]);
    }

    [Fact, Trait("Incident", "E6")]
    public async Task A_lapsed_one_is_left_to_a_later_version()
    {
        var plan = Sample.Plan();
        var runner = await RunAsync(plan, Fixture.ShortLease);
        await RaiseAsync(plan.Key);
        await Fixture.AdvanceAsync(Fixture.ShortLease + Fixture.Tick);
        var before = await HeadAsync(plan.Key);

        (await Store.ClaimAsync(Claims.New("worker", Lease), default)).Should().BeNull();
        (await runner.EmitAsync(0, 1)).Status.Should().Be(CommitStatus.Fenced, "whoever wrote it has superseded the run");
        (await Store.RenewAsync(plan.Key, runner.Run, Lease, default)).Status.Should().Be(CommitStatus.Fenced);
        (await Store.ReleaseAsync(plan.Key, runner.Run, default)).Status.Should().Be(CommitStatus.Fenced);

        (await HeadAsync(plan.Key)).Should().BeEquivalentTo(before);
    }

    [Fact, Trait("Incident", "E6")]
    public async Task Whoever_asks_for_one_is_told_both_formats()
    {
        var plan = Sample.Plan(id: "later");
        await QueueAsync(plan);
        await RaiseAsync(plan.Key);
        var before = await HeadAsync(plan.Key);
        Func<Task>[] asks =
        [
            async () => await Store.FindAsync(plan.Key, default),
            async () => await Store.FindByRequestAsync(plan.Key.Owner, plan.Fingerprint, default),
            async () => await Store.FindLatestAsync(plan.Key.Owner, default),
            async () => await Store.ReadResultsAsync(plan.Key, 0, 10, default),
            async () => await Store.CancelAsync(plan.Key, default),
            async () => await QueueAsync(plan),
            async () => await QueueAsync(Sample.Plan(), StartMode.Join),
            async () => await QueueAsync(Sample.Plan(), StartMode.Replace),
            async () => await Store.ListAsync(plan.Key.Owner, default).ToListAsync(),
        ];

        foreach (var ask in asks)
            (await ask.Should().ThrowAsync<ScanStoreUnavailableException>()).Which.Message.Should().Contain("format 4").And.Contain("up to 3");

        (await HeadAsync(plan.Key)).Should().BeEquivalentTo(before);
        (await QueueAsync(Sample.Plan(request: "b"))).Status.Should().Be(CreateStatus.Created, "other scans go on");
    }

    [Fact, Trait("Incident", "E6")]
    public async Task A_record_can_be_read_by_earlier_versions_until_it_says_what_they_do_not_know()
    {
        var runner = await RunAsync(Sample.Plan(), Fixture.ShortLease);
        await runner.SettleAsync(0);
        var before = (await HeadAsync(runner.Key))["fm"];
        await runner.SettleAsync(1, StrategyStatus.NotApplicable);
        var after = (await HeadAsync(runner.Key))["fm"];
        await Fixture.AdvanceAsync(Fixture.ShortLease + Fixture.Tick);
        await Store.ClaimAsync(Claims.New("worker", Lease), default);

        (before, after, (await HeadAsync(runner.Key))["fm"]).Should().Be(("2", "3", "3"));
    }

    private Task<bool> RaiseAsync(ScanKey key) => Database.HashSetAsync(Head(key), "fm", 4);

    private async Task<Dictionary<string, string>> HeadAsync(ScanKey key) =>
        (await Database.HashGetAllAsync(Head(key))).ToDictionary(static e => e.Name.ToString(), static e => e.Value.ToString(), StringComparer.Ordinal);

    private async Task<SampleRunner> RunAsync(ScanPlan plan, TimeSpan lease)
    {
        var create = new CreateScan { Plan = plan, Mode = StartMode.New, MaxActivePerOwner = 100, Claim = Claims.New("worker", lease) };
        return new SampleRunner(Store, (await Store.CreateAsync(create, default)).Claim!, lease);
    }
}
