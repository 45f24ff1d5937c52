using OpportunityScan.Redis.Tests.Conformance;
using OpportunityScan.Redis.Tests.Servers;
using OpportunityScan.Storage;
using OpportunityScan.StoreConformance;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Layout;

/// <summary>What somebody else has written into a scan's record: whoever asks for that scan is told, and no other scan has to do with it.</summary>
[Trait("Incident", "E3")]
public sealed class DamagedRecordsTests : IAsyncLifetime
{
    private ConnectionMultiplexer _connection = null!;
    private RedisFixture _fixture = null!;

    /// <summary>A field of the record, and what stands there instead; without a value the field is gone.</summary>
    public static TheoryData<string, string?> Damages
    {
        get
        {
            var damages = new TheoryData<string, string?>();
            foreach (var name in (string[])["c", "p", "st", "v", "at", "cr", "s0", "la", "sq", "op", "fo"])
            {
                damages.Add(name, null);
                damages.Add(name, "");
                damages.Add(name, "\u0001 not ours {");
            }

            return damages;
        }
    }

    public async Task InitializeAsync()
    {
        _connection = (await TestServer.Redis.ConnectAsync()).One;
        _fixture = await RedisFixture.CreateAsync(TestServer.Redis);
    }

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Theory, MemberData(nameof(Damages))]
    public async Task One_that_is_damaged_keeps_no_other_from_being_claimed_read_or_listed(string field, string? value)
    {
        var (damaged, whole) = (Sample.Plan(request: "damaged"), Sample.Plan(request: "whole"));
        await QueueAsync(damaged);
        await QueueAsync(whole);
        var head = ((RedisScanStore)_fixture.Store).Keys.Of(damaged.Key).Head;
        var database = _connection.GetDatabase();
        if (value is null) await database.HashDeleteAsync(head, field);
        else await database.HashSetAsync(head, field, value);

        var claimed = new List<ScanKey>();
        for (var i = 0; i < 3; i++)
        {
            if (await _fixture.Store.ClaimAsync(Claims.New("worker", TimeSpan.FromMinutes(10)), default) is { } claim) claimed.Add(claim.State.Plan.Key);
        }

        claimed.Should().Contain(whole.Key);
        (await _fixture.Store.FindAsync(whole.Key, default))!.Status.Should().Be(ScanStatus.Running);
        (await _fixture.Store.ListAsync(whole.Key.Owner, default).Select(static s => s.Key).ToListAsync()).Should().Contain(whole.Key);
        (await _fixture.Store.CancelAsync(whole.Key, default)).Status.Should().Be(CancelStatus.Requested);
        Func<Task>[] asks =
        [
            async () => await _fixture.Store.FindAsync(damaged.Key, default),
            async () => await _fixture.Store.ReadResultsAsync(damaged.Key, 0, 10, default),
            async () => await _fixture.Store.CancelAsync(damaged.Key, default),
        ];
        foreach (var ask in asks) await ToldOrAnsweredAsync(ask);
    }

    /// <summary>Not every damage is seen by everybody; who sees it says what the contract has for it.</summary>
    private static async Task ToldOrAnsweredAsync(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (ScanStoreUnavailableException)
        {
            // What callers know how to deal with.
        }
    }

    private async Task QueueAsync(ScanPlan plan) =>
        await _fixture.Store.CreateAsync(new CreateScan { Plan = plan, Mode = StartMode.New, MaxActivePerOwner = 100 }, default);
}
