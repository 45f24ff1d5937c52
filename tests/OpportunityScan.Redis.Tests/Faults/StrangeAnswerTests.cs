using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;
using GatedStrategy = OpportunityScan.Tests.Support.GatedStrategy;
using Scans = OpportunityScan.Tests.Support.Sample;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>Answers that our scripts do not give: errors of whichever text, and replies of another shape.</summary>
public sealed class StrangeAnswerTests
{
    /// <summary>What servers and proxies say instead of an answer, as scripts that say it.</summary>
    public static TheoryData<string> Answers =>
    [
        "return redis.error_reply('ERR Out of memory')", "return redis.error_reply('upstream failure')", "return redis.error_reply('ERR')",
        "return redis.error_reply('QUOTA exceeded, see your plan')", "return redis.error_reply('WRONGTYPE Operation against a key')",
        "return redis.error_reply('ERR wrong number of arguments')", "return redis.status_reply('OK')", "return 'upstream failure'", "return false", "return 42",
        "return {99, 1, 0}", "return {'x'}", "return {{1}, {2}}", "return {0}",
    ];

    [Theory, MemberData(nameof(Answers)), Trait("Incident", "E3")]
    public async Task A_run_waits_it_out_and_no_strategy_runs_twice(string answer)
    {
        await using var server = await FragileServer.StartAsync();
        await using var link = new LyingLink(server.Port);
        var strategy = new GatedStrategy("a");
        await using var runner = await RedisHost.StartAsync(link.Endpoint, strategy);
        var ticket = await runner.StartScanAsync();
        strategy.Emit(Scans.Opportunity("BEFORE"));
        await runner.SeenAsync(ticket.Key, static s => s.Progress.Found == 1);

        link.Say(answer);
        strategy.Emit(Scans.Opportunity("DURING")).Finish();
        await OpportunityScan.Tests.Support.Limit.UntilAsync(() => link.Told > 12);
        link.TellTheTruth();

        var end = await runner.EndOfAsync(ticket.Key);
        (end.Status, end.Progress.Found, end.State.Attempt, strategy.Starts).Should().Be((ScanStatus.Completed, 2, 1, 1));
        runner.Logged.Should().NotContain([107, 108]);
    }

    [Theory, MemberData(nameof(Answers)), Trait("Incident", "E3")]
    public async Task Every_verb_says_that_the_store_is_out_of_reach(string answer)
    {
        await using var server = await FragileServer.StartAsync();
        await using var link = new LyingLink(server.Port);
        await using var connection = await Connections.OpenAsync(link.Endpoint);
        await using var store = RedisFixture.NewStore(connection, new RedisStoreOptions { Retries = 1 });
        var claim = new ScanClaim { Worker = "worker", Lease = TimeSpan.FromMinutes(1), RunToken = RunId.NewToken() };
        var plan = Sample.Plan();
        var create = new CreateScan { Plan = plan, MaxActivePerOwner = 10, Claim = claim };
        var runner = new SampleRunner(store, (await store.CreateAsync(create, default)).Claim!, claim.Lease);
        var record = runner.Record();

        link.Say(answer);

        await UnavailableAsync(async () => await store.CreateAsync(create with { Plan = Sample.Plan() }, default));
        await UnavailableAsync(async () => await store.ClaimAsync(claim, default));
        await UnavailableAsync(async () => await runner.EmitAsync(0, 1));
        await UnavailableAsync(async () => await store.RestoreAsync(record, claim.Lease, default));
        await UnavailableAsync(async () => await store.CancelAsync(plan.Key, default), "{0}"); // that is how it says that there is no such scan
        await UnavailableAsync(async () => await store.ReadResultsAsync(plan.Key, 0, 10, default));
        if (answer is not ("return false" or "return 42")) await UnavailableAsync(async () => await store.IsExpiredAsync(plan.Key, default));
        if (answer.Contains("error_reply", StringComparison.Ordinal))
        {
            await UnavailableAsync(async () => await store.FindLatestAsync(plan.Key.Owner, default));
            await UnavailableAsync(async () => await store.FindByRequestAsync(plan.Key.Owner, plan.Fingerprint, default));
            await UnavailableAsync(async () => await store.ListAsync(plan.Key.Owner, default).ToListAsync());
        }

        await UnavailableAsync(async () => await store.FindAsync(plan.Key, default), "{'x'}", "{0}", "false");

        async Task UnavailableAsync(Func<Task> call, params string[] unless)
        {
            if (!unless.Any(u => answer.EndsWith(u, StringComparison.Ordinal)))
                await call.Should().ThrowAsync<ScanStoreUnavailableException>(answer);
        }
    }

    [Theory, InlineData(0), InlineData(1), InlineData(3), Trait("Incident", "E3")]
    public async Task A_call_is_repeated_as_often_as_the_option_says(int retries)
    {
        await using var server = await FragileServer.StartAsync();
        await using var link = new LyingLink(server.Port);
        await using var connection = await Connections.OpenAsync(link.Endpoint);
        await using var store = RedisFixture.NewStore(connection, new RedisStoreOptions { Retries = retries });
        await store.FindAsync(Sample.Plan().Key, default);

        link.SayError("ERR upstream failure");
        await store.Awaiting(s => s.FindAsync(Sample.Plan().Key, default).AsTask()).Should().ThrowAsync<ScanStoreUnavailableException>();

        link.Told.Should().Be(retries + 1);
    }
}
