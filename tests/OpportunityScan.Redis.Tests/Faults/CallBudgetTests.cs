using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>
/// A server so slow that each answer is just in time: what takes several of them is told when its own time is over, not each answer's.
/// </summary>
[Trait("Incident", "E3")]
public sealed class CallBudgetTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1.5);

    public static TheoryData<string> Verbs => ["latest", "by request", "join", "claim"];

    [Theory, MemberData(nameof(Verbs))]
    public async Task A_verb_of_several_calls_has_one_budget(string verb)
    {
        await using var server = await FragileServer.StartAsync();
        await using var link = new FaultyLink(server.Port);
        await using var connection = await Connections.OpenAsync(link.Endpoint);
        await using var store = RedisFixture.NewStore(connection, new RedisStoreOptions { CommandTimeout = Budget });
        var create = new CreateScan { Plan = Sample.Plan(), MaxActivePerOwner = 10 };
        var claim = Claims.New("worker", TimeSpan.FromMinutes(1));
        var key = create.Plan.Key;
        await Eventually.AvailableAsync(token => store.CreateAsync(create, token)); // a busy machine connects more slowly than the budget allows

        link.Delay = Budget * 0.4; // each way, so that one answer is in time and two are not

        await AskAsync().Should().ThrowAsync<ScanStoreUnavailableException>();

        Func<Task> AskAsync() => verb switch
        {
            "latest" => async () => await store.FindLatestAsync(key.Owner, default),
            "by request" => async () => await store.FindByRequestAsync(key.Owner, create.Plan.Fingerprint, default),
            "join" => async () => await store.CreateAsync(create with { Plan = Sample.Plan(), Mode = StartMode.Join }, default),
            _ => async () => await store.ClaimAsync(claim, default),
        };
    }
}
