using Microsoft.Extensions.Time.Testing;
using OpportunityScan.Lookup;
using static OpportunityScan.Tests.Lookup.LookupFixture;

namespace OpportunityScan.Tests.Lookup;

public sealed class TerminalCachePolicyTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly TerminalCachePolicy _cache;

    public TerminalCachePolicyTests() => _cache = new TerminalCachePolicy(4, _time);

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task A_terminal_scan_is_kept_and_is_the_same_object()
    {
        var ended = Ended();
        _cache.Remember(ended);

        (await AskAsync(ScanQuery.ById(Key()))).Snapshot.Should().BeSameAs(ended);
    }

    [Fact]
    [Trait("Incident", "D2")]
    public async Task An_unfinished_scan_is_never_kept()
    {
        _cache.Remember(Queued());

        (await AskAsync(ScanQuery.ById(Key()))).Should().Be(LookupAnswer.Pass);
    }

    [Fact]
    [Trait("Incident", "A9")]
    public async Task The_owner_is_part_of_the_key()
    {
        _cache.Remember(Ended());

        (await AskAsync(ScanQuery.ById(Key(owner: Bob)))).Should().Be(LookupAnswer.Pass);
    }

    [Fact]
    public async Task Only_queries_by_id_are_answered()
    {
        _cache.Remember(Ended());

        (await AskAsync(ScanQuery.Latest(Ada))).Should().Be(LookupAnswer.Pass);
        (await AskAsync(ScanQuery.ByRequest(Ada, Wanted))).Should().Be(LookupAnswer.Pass);
    }

    [Fact]
    [Trait("Incident", "A4")]
    public async Task A_scan_is_forgotten_the_moment_its_retention_ends()
    {
        _cache.Remember(Ended());

        _time.Advance(Retention - TimeSpan.FromTicks(1));
        (await AskAsync(ScanQuery.ById(Key()))).Verdict.Should().Be(LookupVerdict.Found);
        _time.Advance(TimeSpan.FromTicks(1));
        (await AskAsync(ScanQuery.ById(Key()))).Should().Be(LookupAnswer.Pass);
    }

    [Fact]
    [Trait("Incident", "D10")]
    public async Task It_never_keeps_more_than_its_capacity()
    {
        for (var i = 0; i < 100; i++)
        {
            _cache.Remember(Ended($"scan_{i}"));
            (await KeptAsync()).Should().BeLessThanOrEqualTo(4);
        }

        async Task<int> KeptAsync()
        {
            var kept = 0;
            for (var i = 0; i < 100; i++)
            {
                if ((await AskAsync(ScanQuery.ById(Key($"scan_{i}")))).Verdict == LookupVerdict.Found) kept++;
            }

            return kept;
        }
    }

    [Fact]
    public async Task Remembering_the_same_scan_again_costs_no_room()
    {
        for (var i = 0; i < 20; i++) _cache.Remember(Ended());
        for (var i = 2; i <= 4; i++) _cache.Remember(Ended($"scan_{i}"));

        for (var i = 1; i <= 4; i++) (await AskAsync(ScanQuery.ById(Key($"scan_{i}")))).Verdict.Should().Be(LookupVerdict.Found);
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task A_scan_whose_id_a_caller_chose_is_not_kept_for_another_may_have_it_by_now()
    {
        _cache.Remember(Ended().InAnotherLife());

        (await AskAsync(ScanQuery.ById(Key()))).Should().Be(LookupAnswer.Pass);
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task Of_a_drawn_id_that_is_given_again_the_scan_before_is_forgotten_when_the_next_is_read()
    {
        _cache.Remember(Ended());

        _cache.Supersede(Ended());
        (await AskAsync(ScanQuery.ById(Key()))).Verdict.Should().Be(LookupVerdict.Found);
        _cache.Supersede(Queued().InAnotherLife());
        (await AskAsync(ScanQuery.ById(Key()))).Should().Be(LookupAnswer.Pass);
    }

    [Fact]
    [Trait("Incident", "E5")]
    public async Task Nothing_is_kept_beyond_a_loss_of_the_store()
    {
        var store = new ReadsOnlyStore();
        using var cache = new TerminalCachePolicy(4, _time, store);
        cache.Remember(Ended());
        (await cache.LookupAsync(ScanQuery.ById(Key()), default)).Verdict.Should().Be(LookupVerdict.Found);

        store.Generation++;

        (await cache.LookupAsync(ScanQuery.ById(Key()), default)).Should().Be(LookupAnswer.Pass);
    }

    [Theory, InlineData(-600), InlineData(600)]
    [Trait("Incident", "E12")]
    public async Task Retention_ends_by_the_clock_of_the_store_whatever_this_process_thinks(int behind)
    {
        var store = new ReadsOnlyStore { Now = Noon };
        using var cache = new TerminalCachePolicy(4, new FakeTimeProvider(Noon.AddSeconds(behind)), store);
        cache.Remember(Ended());

        store.Now = Noon + Retention - TimeSpan.FromTicks(1);
        (await cache.LookupAsync(ScanQuery.ById(Key()), default)).Verdict.Should().Be(LookupVerdict.Found);
        store.Now = Noon + Retention;
        (await cache.LookupAsync(ScanQuery.ById(Key()), default)).Should().Be(LookupAnswer.Pass);
    }

    private ValueTask<LookupAnswer> AskAsync(ScanQuery query) => _cache.LookupAsync(query, default);
}
