using OpportunityScan.StoreConformance;

namespace OpportunityScan.Redis.Tests.Layout;

/// <summary>
/// What somebody else has written into a scan's record: whoever asks for that scan is told, and no other scan has to do with it.
/// </summary>
[Trait("Incident", "E3")]
public sealed class DamagedRecordsTests : RecordSuite
{
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

    [Theory, MemberData(nameof(Damages))]
    public async Task One_that_is_damaged_keeps_no_other_from_being_claimed_read_or_listed(string field, string? value)
    {
        var (damaged, whole) = (Sample.Plan(request: "damaged"), Sample.Plan(request: "whole"));
        await QueueAsync(damaged);
        await QueueAsync(whole);
        if (value is null) await Database.HashDeleteAsync(Head(damaged.Key), field);
        else await Database.HashSetAsync(Head(damaged.Key), field, value);

        var claimed = new List<ScanKey>();
        for (var i = 0; i < 3; i++)
        {
            if (await Store.ClaimAsync(Claims.New("worker", Lease), default) is { } claim) claimed.Add(claim.State.Plan.Key);
        }

        claimed.Should().Contain(whole.Key);
        (await Store.FindAsync(whole.Key, default))!.Status.Should().Be(ScanStatus.Running);
        (await Store.ListAsync(whole.Key.Owner, default).Select(static s => s.Key).ToListAsync()).Should().Contain(whole.Key);
        (await Store.CancelAsync(whole.Key, default)).Status.Should().Be(CancelStatus.Requested);
        Func<Task>[] asks =
        [
            async () => await Store.FindAsync(damaged.Key, default),
            async () => await Store.ReadResultsAsync(damaged.Key, 0, 10, default),
            async () => await Store.CancelAsync(damaged.Key, default),
        ];
        foreach (var ask in asks) await ToldOrAnsweredAsync(ask);
    }

    [Fact]
    public async Task One_that_was_asked_for_before_keeps_no_other_from_being_claimed()
    {
        var (damaged, whole) = (Sample.Plan(request: "damaged"), Sample.Plan(request: "whole"));
        await QueueAsync(damaged);
        await Database.HashDeleteAsync(Head(damaged.Key), "st");
        var claim = Claims.New("worker", Lease);
        (await Store.ClaimAsync(claim, default)).Should().BeNull();
        await QueueAsync(whole);

        (await Store.ClaimAsync(claim, default))!.State.Plan.Key.Should().Be(whole.Key, "a claim that is repeated asks for the same scan first");
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
}
