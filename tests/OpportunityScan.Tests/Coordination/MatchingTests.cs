using OpportunityScan.Tests.Support;

namespace OpportunityScan.Tests.Coordination;

/// <summary>What is left out of a ranking because it has expired, and how many match in all.</summary>
public sealed class MatchingTests
{
    private static readonly ResultsFilter Even = new() { Types = ["even"] };

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task What_has_expired_is_left_out_of_what_is_still_valid_and_told(ResultsSort sort)
    {
        await using var world = new ScanHarness();
        var running = new GatedStrategy("momentum").Emit([.. Expiring(world.Now, 600)]);
        var process = await world.StartAsync(running);
        var key = (await process.StartScanAsync()).Key;
        await process.SeenAsync(key, static s => s.Progress.Found == 600);

        // S0 to S99 expire just after as many minutes, everything else never does.
        var query = new ResultsQuery { Sort = sort, ValidAt = world.Now.AddMinutes(40), Limit = 7, CountsMatching = true };
        var partial = await process.Scans.GetResultsAsync(key, query);
        running.Finish();
        await process.EndOfAsync(key);
        var ended = await process.Scans.GetResultsAsync(key, query);
        var everything = await process.Scans.GetResultsAsync(key, query with { ValidAt = null });

        foreach (var results in (ScanResults[])[partial, ended])
        {
            (results.Items.Length, results.TotalMatching, results.Expired).Should().Be((7, 560, 40));
            results.Items.Should().OnlyContain(o => !(o.ExpiresAt <= query.ValidAt));
        }

        (everything.Items.Length, everything.TotalMatching, everything.Expired).Should().Be((7, 600, 0));
    }

    [Theory]
    [MemberData(nameof(Sorts))]
    public async Task Pages_of_what_matches_have_no_gaps_and_all_tell_the_same_count(ResultsSort sort)
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Finds("momentum", Expiring(world.Now, 3_000)));
        var key = (await process.StartScanAsync()).Key;
        await process.EndOfAsync(key);
        var query = new ResultsQuery { Sort = sort, ValidAt = world.Now.AddMinutes(10), Filter = Even, Limit = 400, CountsMatching = true };

        var read = new List<Opportunity>();
        for (int? offset = 0; offset is { } next;)
        {
            var page = await process.Scans.GetResultsAsync(key, query with { Offset = next });
            (page.TotalMatching, page.Expired).Should().Be((1_495, 5));
            read.AddRange(page.Items);
            offset = page.NextOffset;
        }

        read.Should().HaveCount(1_495);
        read.Select(static o => o.Symbol).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Without_being_asked_to_count_nothing_more_is_read_than_the_page()
    {
        await using var world = new ScanHarness();
        var process = await world.StartAsync(Sample.Finds("momentum", Expiring(world.Now, 3_000)));
        var key = (await process.StartScanAsync()).Key;
        await process.EndOfAsync(key);

        var all = await process.Scans.GetResultsAsync(key, new ResultsQuery { Limit = 5 });
        var filtered = await process.Scans.GetResultsAsync(key, new ResultsQuery { Limit = 5, Filter = Even });
        var valid = await process.Scans.GetResultsAsync(key, new ResultsQuery { Limit = 5, ValidAt = world.Now });

        (all.TotalMatching, all.Expired).Should().Be((3_000, 0), "that is known anyway");
        (filtered.TotalMatching, filtered.Expired).Should().Be((null, 0));
        (valid.TotalMatching, valid.Expired).Should().Be((null, null));
    }

    [Fact]
    public async Task What_expires_at_the_very_instant_has_expired()
    {
        await using var world = new ScanHarness();
        var expiresAt = world.Now.AddMinutes(1);
        var process = await world.StartAsync(Sample.Finds("momentum", Sample.Opportunity("A") with { ExpiresAt = expiresAt }));
        var key = (await process.StartScanAsync()).Key;
        await process.EndOfAsync(key);

        (await process.Scans.GetResultsAsync(key, new ResultsQuery { ValidAt = expiresAt })).Items.Should().BeEmpty();
        (await process.Scans.GetResultsAsync(key, new ResultsQuery { ValidAt = expiresAt.AddTicks(-1) })).Items.Should().ContainSingle();
    }

    public static TheoryData<ResultsSort> Sorts => [.. Enum.GetValues<ResultsSort>()];

    private static IEnumerable<Opportunity> Expiring(DateTimeOffset now, int count) => Sample.Opportunities(count).Select((o, i) => o with
    {
        Type = i % 2 == 0 ? "even" : "odd",
        ExpiresAt = i < 100 ? now.AddMinutes(i).AddTicks(1) : null,
    });
}
