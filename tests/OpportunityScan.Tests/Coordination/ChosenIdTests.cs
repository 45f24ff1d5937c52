using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Coordination;

public sealed class ChosenIdTests
{
    private static readonly ScanRequest Request = Sample.Request with { Id = new ScanId("order-42") };

    [Fact]
    public async Task Starting_again_with_the_same_id_and_request_gives_the_same_scan_running_or_ended()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);

        var created = await process.StartScanAsync(Request);
        var joined = await process.StartScanAsync(Request with { Mode = StartMode.New });
        strategy.Finish();
        await process.EndOfAsync(created.Key);
        var reused = await process.StartScanAsync(Request);

        created.Id.Value.Should().Be("order-42");
        (created.Disposition, joined.Disposition, reused.Disposition)
            .Should().Be((StartDisposition.Created, StartDisposition.Joined, StartDisposition.Reused));
        reused.Snapshot.IsTerminal.Should().BeTrue();
        strategy.Starts.Should().Be(1);
    }

    [Theory, InlineData(StartModeKind.Join), InlineData(StartModeKind.Reuse)]
    public async Task Who_chose_an_id_gets_the_scan_of_that_id_although_another_one_of_the_same_request_runs(StartModeKind kind)
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));
        var other = await process.StartScanAsync(Request with { Id = null });
        var mode = kind == StartModeKind.Join ? StartMode.Join : StartMode.Reuse(TimeSpan.FromHours(1));

        var chosen = await process.StartScanAsync(Request with { Mode = mode });

        (chosen.Id, chosen.Disposition).Should().Be((Request.Id!.Value, StartDisposition.Created));
        other.Id.Should().NotBe(chosen.Id);
    }

    [Fact]
    public async Task Many_starts_of_one_id_at_once_make_one_scan()
    {
        await using var world = new ScanHarness();
        var (a, b) = (new GatedStrategy("a"), new GatedStrategy("a"));
        var first = await world.StartAsync(a);
        var second = await world.StartAsync(b);

        var tickets = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => (i % 2 == 0 ? first : second).StartScanAsync(Request))));

        tickets.Count(static t => t.Disposition == StartDisposition.Created).Should().Be(1);
        await Limit.UntilAsync(() => a.Starts + b.Starts > 0);
        a.Finish();
        b.Finish();
        await first.EndOfAsync(tickets[0].Key);
        (a.Starts + b.Starts).Should().Be(1);
    }

    [Fact]
    public async Task The_same_id_with_another_request_is_refused_and_the_scan_is_left_alone()
    {
        await using var world = new ScanHarness();
        var strategy = new GatedStrategy("a");
        var process = await world.StartAsync(strategy);
        var created = await process.StartScanAsync(Request);

        var refused = await process.Invoking(p => p.StartScanAsync(Request with { Deadline = TimeSpan.FromSeconds(30) }))
            .Should().ThrowAsync<ScanRejectedException>();

        refused.Which.Kind.Should().Be(RejectionKind.IdConflict);
        refused.Which.Message.Should().Contain("order-42");
        strategy.Finish();
        (await process.EndOfAsync(created.Key)).Status.Should().Be(ScanStatus.Completed);
    }

    [Fact]
    public async Task An_id_whose_scan_has_expired_is_not_given_to_another_one()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a").Finish());
        var end = await process.EndOfAsync((await process.StartScanAsync(Request)).Key);
        world.Clock.Advance(end.State.ExpiresAt!.Value - world.Now);

        (await process.Invoking(p => p.StartScanAsync(Request)).Should().ThrowAsync<ScanRejectedException>()).Which.Kind.Should().Be(RejectionKind.IdConflict);
    }

    [Fact]
    public async Task Two_owners_may_use_the_same_id_without_seeing_each_other()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(new GatedStrategy("a"));

        var mine = await process.StartScanAsync(Request);
        var theirs = await process.StartScanAsync(Request with { Owner = Sample.OtherOwner });

        theirs.Disposition.Should().Be(StartDisposition.Created);
        (await process.ReadAsync(mine.Key)).Owner.Should().Be(Sample.Owner);
        (await process.ReadAsync(theirs.Key)).Owner.Should().Be(Sample.OtherOwner);
    }

    [Fact]
    public async Task A_start_whose_answer_was_lost_can_be_repeated()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"));
        world.Store.IsDown = true;
        await process.Invoking(p => p.StartScanAsync(Request)).Should().ThrowAsync<ScanStoreUnavailableException>();
        world.Store.IsDown = false;

        (await process.StartScanAsync(Request)).Id.Should().Be(Request.Id!.Value);
        (await process.StartScanAsync(Request)).Disposition.Should().Be(StartDisposition.Joined);
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task A_process_that_knew_the_end_of_a_lost_scan_shows_the_one_that_it_starts_with_the_id()
    {
        await using var world = new ScanHarness();
        world.Store.IsInProcess = false;
        var (first, second) = (new GatedStrategy("a").Finish(), new GatedStrategy("b"));
        var process = await world.StartAsync(first, second);
        var other = await world.StartAsync(static o => o.RunWorker = false, new GatedStrategy("a"), new GatedStrategy("b"));
        var lost = await process.StartScanAsync(Request with { Strategies = [new StrategyId("a")] });
        await process.EndOfAsync(lost.Key);
        foreach (var reader in new[] { process, other }) (await reader.ReadAsync(lost.Key)).IsTerminal.Should().BeTrue();

        world.Memory.Lose(lost.Key);
        var next = await process.StartScanAsync(Request with { Strategies = [new StrategyId("b")] });

        next.Disposition.Should().Be(StartDisposition.Created);
        foreach (var reader in new[] { process, other }) (await reader.ReadAsync(lost.Key)).State.Incarnation.Should().Be(next.Snapshot.State.Incarnation);
        second.Finish();
        (await process.EndOfAsync(next.Key)).Outcomes.Should().ContainSingle(static o => o.Strategy == new StrategyId("b"));
    }
}
