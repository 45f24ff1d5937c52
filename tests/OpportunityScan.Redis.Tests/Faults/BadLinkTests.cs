using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>Connections that break in the middle of things, while the server lives.</summary>
public sealed class BadLinkTests
{
    [Fact]
    public async Task Connections_that_are_cut_again_and_again_lose_nothing_and_deny_nothing()
    {
        await using var server = await FragileServer.StartAsync();
        await using var link = new FaultyLink(server.Port);
        var strategies = Enumerable.Range(0, 14).Select(static i => new GatedStrategy("s" + i)).ToArray();
        await using var runner = await RedisHost.StartAsync(link.Endpoint, strategies);
        await using var reader = await RedisHost.StartReaderAsync(server.Endpoint, strategies);
        await using var shaky = await RedisHost.StartReaderAsync(link.Endpoint, strategies);
        var ticket = await runner.StartScanAsync();
        var polled = new List<LookupStatus>();

        for (var i = 0; i < strategies.Length; i++)
        {
            link.Cut();
            strategies[i].Emit(Sample.Opportunities(3, "S" + i + "-")).Finish();
            polled.Add((await shaky.FindAsync(ticket.Key)).Status);
            var settled = i + 1;
            await reader.FoundAsAsync(ticket.Key, l => l.Snapshot!.Progress.Settled == settled);
        }

        var end = await reader.EndOfAsync(ticket.Key);
        (end.Status, end.Progress.Succeeded, end.Progress.Found, end.State.Attempt).Should().Be((ScanStatus.Completed, 14, 42, 1));
        polled.Should().NotContain([LookupStatus.NotFound, LookupStatus.Expired]).And.Contain(LookupStatus.Found, "a cut is bridged by trying again");
        strategies.Should().OnlyContain(static s => s.Starts == 1);
    }

    [Fact]
    public async Task A_write_whose_answer_is_lost_is_recorded_once()
    {
        await using var server = await FragileServer.StartAsync();
        await using var link = new FaultyLink(server.Port);
        var strategy = new GatedStrategy("a");
        await using var runner = await RedisHost.StartAsync(link.Endpoint, strategy);
        await using var reader = await RedisHost.StartReaderAsync(server.Endpoint, strategy);
        await runner.FindAsync(new ScanKey(Sample.Owner, ScanId.New()));

        link.LoseAnswers(1);
        var ticket = await runner.StartWhenPossibleAsync(Sample.Request);
        (await reader.Scans.ListAsync(Sample.Owner).ToListAsync()).Should().ContainSingle().Which.Key.Should().Be(ticket.Key, "a start that is repeated is one start");
        for (var i = 1; i <= 5; i++)
        {
            link.LoseAnswers(1);
            strategy.Emit(Sample.Opportunity("S" + i));
            var count = i;
            await reader.SeenAsync(ticket.Key, s => s.Progress.Found >= count);
        }

        link.LoseAnswers(1);
        strategy.Finish();
        var end = await reader.EndOfAsync(ticket.Key);

        (end.Status, end.Progress.Found, end.State.Attempt).Should().Be((ScanStatus.Completed, 5, 1));
        (await reader.FoundAsync(ticket.Key)).Should().HaveCount(5);
        strategy.Starts.Should().Be(1);
        link.Lost.Should().BeGreaterThanOrEqualTo(4);
    }

    [Fact]
    public async Task A_link_that_goes_silent_is_unavailable_and_heals()
    {
        await using var server = await FragileServer.StartAsync();
        await using var link = new FaultyLink(server.Port);
        await using var runner = await RedisHost.StartAsync(server.Endpoint, new GatedStrategy("a"));
        await using var cutOff = await RedisHost.StartAsync(
            static o => o.RunWorker = false,
            o => (o.Configuration, o.CommandTimeout) = (link.Endpoint, TimeSpan.FromSeconds(2)),
            new GatedStrategy("a"));
        var ticket = await runner.StartScanAsync();
        await cutOff.FoundAsAsync(ticket.Key, static l => l.IsFound);

        link.Block();
        (await cutOff.FindAsync(ticket.Key)).Status.Should().Be(LookupStatus.StoreUnavailable);
        (await cutOff.Scans.GetResultsAsync(ticket.Key)).Lookup.Status.Should().Be(LookupStatus.StoreUnavailable);
        (await runner.FindAsync(ticket.Key)).Status.Should().Be(LookupStatus.Found);
        link.Open();

        (await cutOff.FoundAsAsync(ticket.Key, static l => l.IsFound)).Snapshot!.Id.Should().Be(ticket.Id);
    }
}
