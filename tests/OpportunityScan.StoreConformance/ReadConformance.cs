using FluentAssertions;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>All ways to read a scan tell the same, in every process, and to its owner only.</summary>
public abstract class ReadConformance : StoreSuite
{
    [Fact, Trait("Incident", "A3"), Trait("Incident", "A2")]
    public async Task Every_way_to_read_agrees_at_every_step_of_a_scans_life()
    {
        var plan = Plan();
        await QueueAsync(plan);
        await ExpectAgreementAsync(plan);
        var runner = (await ClaimAsync())!;
        await ExpectAgreementAsync(plan);
        await runner.EmitAsync(0, 2);
        await ExpectAgreementAsync(plan);
        await Store.CancelAsync(plan.Key, default);
        await ExpectAgreementAsync(plan);
        await runner.EndAsync(EndCause.CancelRequested, StrategyStatus.Canceled);
        await ExpectAgreementAsync(plan);
    }

    [Fact]
    public async Task What_is_not_there_is_a_miss_everywhere()
    {
        var plan = Plan();

        await ExpectNothingAsync(plan.Key, plan.Fingerprint);
        (await Store.IsExpiredAsync(plan.Key, default)).Should().BeFalse();
    }

    [Fact]
    public async Task Questions_about_nobody_and_nothing_are_misses()
    {
        var plan = Plan();
        await CompleteAsync(plan);

        await ExpectNothingAsync(default, default);
        await ExpectNothingAsync(new ScanKey(new OwnerId("bob"), default), default);
        (await Store.FindByRequestAsync(plan.Key.Owner, default, default)).Should().BeNull();
        (await Store.FindByRequestAsync(plan.Key.Owner, new Fingerprint(""), default)).Should().BeNull();
        (await Store.FindAsync(plan.Key with { Id = default }, default)).Should().BeNull();
        (await Store.IsExpiredAsync(default, default)).Should().BeFalse();
        (await Store.CancelAsync(default, default)).Status.Should().Be(CancelStatus.NotFound);
    }

    [Fact, Trait("Incident", "A9")]
    public async Task Another_owner_sees_nothing_of_it()
    {
        var plan = Plan();
        await CompleteAsync(plan);

        await ExpectNothingAsync(new ScanKey(new OwnerId("bob"), plan.Key.Id), plan.Fingerprint);
        (await Store.IsExpiredAsync(new ScanKey(new OwnerId("bob"), plan.Key.Id), default)).Should().BeFalse();
    }

    [Fact, Trait("Incident", "A9")]
    public async Task The_same_id_of_two_owners_is_two_scans()
    {
        await CompleteAsync(Plan(owner: "ann", id: "mine"), found: 1);
        await CompleteAsync(Plan(owner: "bob", id: "mine"), found: 5);

        (await ReadAsync(Plan(owner: "ann", id: "mine").Key))!.Items.Should().HaveCount(1);
        (await ReadAsync(Plan(owner: "bob", id: "mine").Key))!.Items.Should().HaveCount(5);
        (await ListAsync(new OwnerId("ann"))).Should().ContainSingle();
    }

    [Theory, MemberData(nameof(OwnerPairs))]
    public async Task Owners_whose_texts_look_like_keys_or_patterns_are_kept_apart(string one, string other)
    {
        var mine = Plan(owner: one);
        var theirs = Plan(owner: other) with { Fingerprint = mine.Fingerprint };
        await CompleteAsync(mine, found: 1);
        await CompleteAsync(theirs, found: 2);

        await ExpectAgreementAsync(mine);
        await ExpectAgreementAsync(theirs);
        (await ReadAsync(mine.Key))!.Items.Should().HaveCount(1);
        (await ReadAsync(theirs.Key))!.Items.Should().HaveCount(2);
        (await FindAsync(mine.Key)).Owner.Value.Should().Be(one);
        await ExpectNothingAsync(new ScanKey(theirs.Key.Owner, mine.Key.Id), Plan(request: "b").Fingerprint, andLatest: false);
    }

    public static TheoryData<string, string> OwnerPairs => new()
    {
        { "a:b", "a" },
        { "{a}", "a" },
        { "{a}b", "{a}c" },
        { "*", "a" },
        { "a?", "ab" },
        { "[ab]", "a" },
        { "a b", "a  b" },
        { "ann", "Ann" },
        { "a/b", "a\\b" },
        { "'a'", "\"a\"" },
        { "%s", "${a}" },
        { "é", "e\u0301" },
        { "a\u2028b", "a\u2029b" },
        { new string('\u65e5', 128), new string('\u65e5', 127) },
        { string.Concat(Enumerable.Repeat("\U0001F600", 64)), string.Concat(Enumerable.Repeat("\U0001F600", 63)) },
    };

    [Fact]
    public async Task The_latest_is_the_newest_whatever_became_of_it()
    {
        await RunAsync(Plan(request: "a"));
        await TickAsync();
        var newest = await CompleteAsync(Plan(request: "b"));

        (await Another.FindLatestAsync(newest.Owner, default))!.Key.Should().Be(newest.Key);
        (await Another.FindByRequestAsync(newest.Owner, Plan(request: "a").Fingerprint, default))!.Status.Should().Be(ScanStatus.Running);
    }

    [Fact]
    public async Task By_request_is_the_newest_of_that_request()
    {
        await QueueAsync(Plan());
        await TickAsync();
        var newest = await QueueAsync(Plan());
        await TickAsync();
        await QueueAsync(Plan(request: "b"));
        await Store.CancelAsync(newest, default);

        (await Another.FindByRequestAsync(newest.Owner, Plan().Fingerprint, default))!.Key.Should().Be(newest);
    }

    [Fact]
    public async Task A_list_has_all_scans_of_the_owner_newest_first()
    {
        var keys = new List<ScanKey>();
        for (var i = 0; i < 30; i++)
        {
            keys.Insert(0, await QueueAsync(Plan(request: $"request {i % 4}")));
            await TickAsync();
        }

        await QueueAsync(Plan(owner: "bob"));
        (await ClaimAsync())!.Key.Should().Be(keys[^1]);

        (await ListAsync(keys[0].Owner)).Select(s => s.Key).Should().Equal(keys);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(150)]
    public async Task A_list_says_of_a_scan_what_the_scan_itself_says(int strategies)
    {
        var labeled = Plan(strategies: strategies) with { Labels = ScanParameters.Empty.With("shown", "high", "low").With("desk", "7") };
        var runner = await RunAsync(labeled);
        await runner.EmitAsync(0, 2);
        var queued = await QueueAsync(Plan(request: "b"));

        var listed = (await ListAsync(runner.Key.Owner)).ToDictionary(static s => s.Key);
        var (running, waiting) = (await FindAsync(runner.Key), await FindAsync(queued));

        listed[runner.Key].Should().Be(ScanSummary.Of(running.State));
        listed[queued].Should().Be(ScanSummary.Of(waiting.State));
        listed[runner.Key].Plan.Should().Be(labeled);
        (listed[runner.Key].Progress.Found, listed[runner.Key].Progress.Total, listed[queued].StartedAt).Should().Be((2, strategies, null));
    }

    [Fact, Trait("Incident", "D9")]
    public async Task A_snapshot_once_read_never_changes()
    {
        var runner = await RunAsync(Plan());
        await runner.EmitAsync(0, 2);
        var early = await FindAsync(runner.Key);
        var results = await ReadAsync(runner.Key);
        var before = Projection.Of(early);

        await runner.EmitAsync(0, 3);
        await runner.EndAsync();

        Projection.Of(early).Should().Be(before);
        results!.Items.Should().HaveCount(2);
    }

    private async Task ExpectAgreementAsync(ScanPlan plan)
    {
        var (owner, expected) = (plan.Key.Owner, await Store.FindAsync(plan.Key, default));
        expected.Should().NotBeNull();
        foreach (var store in new[] { Store, Another })
        {
            Projection.Of(await store.FindAsync(plan.Key, default)).Should().Be(Projection.Of(expected));
            Projection.Of(await store.FindByRequestAsync(owner, plan.Fingerprint, default)).Should().Be(Projection.Of(expected));
            Projection.Of(await store.FindLatestAsync(owner, default)).Should().Be(Projection.Of(expected));
            Projection.Of((await store.ReadResultsAsync(plan.Key, 0, 10, default))!.Snapshot).Should().Be(Projection.Of(expected));
            (await store.IsExpiredAsync(plan.Key, default)).Should().BeFalse();
        }

        (await ListAsync(owner)).Should().Equal(ScanSummary.Of(expected!.State));
    }

    private async Task ExpectNothingAsync(ScanKey key, Fingerprint fingerprint, bool andLatest = true)
    {
        foreach (var store in new[] { Store, Another })
        {
            (await store.FindAsync(key, default)).Should().BeNull();
            (await store.FindByRequestAsync(key.Owner, fingerprint, default)).Should().BeNull();
            (await store.ReadResultsAsync(key, 0, 10, default)).Should().BeNull();
            if (andLatest) (await store.FindLatestAsync(key.Owner, default)).Should().BeNull();
        }

        if (andLatest) (await ListAsync(key.Owner)).Should().BeEmpty();
    }
}
