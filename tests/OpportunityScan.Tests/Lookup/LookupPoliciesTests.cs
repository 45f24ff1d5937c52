using OpportunityScan.Storage;
using static OpportunityScan.Tests.Lookup.LookupFixture;

namespace OpportunityScan.Tests.Lookup;

public sealed class LookupPoliciesTests
{
    [Fact]
    public async Task Each_store_policy_asks_the_store_for_its_own_kind_of_query_and_passes_on_others()
    {
        ScanQuery[] queries = [ScanQuery.ById(Key()), ScanQuery.ByRequest(Ada, Wanted), ScanQuery.Latest(Ada)];
        string[] calls = ["id ada/scan_1", $"request ada/{Wanted}", "latest ada"];
        Func<IScanStore, IScanLookupPolicy>[] makers = [LookupPolicies.ById, LookupPolicies.ByRequest, LookupPolicies.Latest];
        for (var policy = 0; policy < makers.Length; policy++)
        {
            for (var query = 0; query < queries.Length; query++)
            {
                var store = new ReadsOnlyStore { Find = static () => new(Queued()) };

                var answer = await makers[policy](store).LookupAsync(queries[query], default);

                answer.Verdict.Should().Be(policy == query ? LookupVerdict.Found : LookupVerdict.Pass);
                store.Calls.Should().Equal(policy == query ? [calls[query]] : []);
            }
        }
    }

    [Fact]
    public void Names_are_distinct_and_constant()
    {
        var store = new ReadsOnlyStore();

        new[] { LookupPolicies.ById(store), LookupPolicies.ByRequest(store), LookupPolicies.Latest(store), LookupPolicies.TerminalCache() }
            .Select(p => p.Name).Should().Equal("by-id", "by-request", "latest", "terminal-cache");
    }

    [Fact]
    public void A_missing_store_is_refused_at_once()
    {
        foreach (var make in new Func<IScanStore, IScanLookupPolicy>[] { LookupPolicies.ById, LookupPolicies.ByRequest, LookupPolicies.Latest })
            FluentActions.Invoking(() => make(null!)).Should().Throw<ArgumentNullException>().WithParameterName("store");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_cache_without_capacity_is_refused(int capacity) =>
        FluentActions.Invoking(() => LookupPolicies.TerminalCache(capacity)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(capacity));

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void Retries_out_of_range_are_refused(int retries) =>
        FluentActions.Invoking(() => LookupPolicies.Retrying(Passing, retries)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(retries));

    [Fact]
    public void A_missing_inner_policy_is_refused() =>
        FluentActions.Invoking(() => LookupPolicies.Retrying(null!)).Should().Throw<ArgumentNullException>().WithParameterName("inner");

    [Theory]
    [InlineData(-1)]
    [InlineData(60_001)]
    public void A_first_delay_out_of_range_is_refused(int milliseconds) =>
        FluentActions.Invoking(() => LookupPolicies.Retrying(Passing, firstDelay: TimeSpan.FromMilliseconds(milliseconds)))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("firstDelay");

    [Theory]
    [InlineData(1, 0)]
    [InlineData(10, 60_000)]
    public void Arguments_at_their_bounds_are_accepted(int retries, int milliseconds) =>
        LookupPolicies.Retrying(Passing, retries, TimeSpan.FromMilliseconds(milliseconds)).Name.Should().Be("passing");

    private static ScriptedPolicy Passing => new("passing", LookupAnswer.Pass);
}
