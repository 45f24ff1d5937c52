namespace OpportunityScan.Tests.Contracts;

public sealed class ScanQueryTests
{
    private static readonly OwnerId Owner = new("owner");

    [Fact]
    [Trait("Incident", "A8")]
    public void Every_query_has_an_owner_and_asks_for_one_thing()
    {
        var key = new ScanKey(Owner, new ScanId("scan"));
        var fingerprint = new Fingerprint("f");

        ScanQuery.ById(key).Should().BeEquivalentTo(new { Kind = ScanQueryKind.ById, Owner, key.Id, Key = key, Fingerprint = default(Fingerprint) });
        ScanQuery.ByRequest(Owner, fingerprint).Should().BeEquivalentTo(new { Kind = ScanQueryKind.ByRequest, Owner, Id = default(ScanId), Fingerprint = fingerprint });
        ScanQuery.Latest(Owner).Should().BeEquivalentTo(new { Kind = ScanQueryKind.Latest, Owner, Id = default(ScanId), Fingerprint = default(Fingerprint) });
    }

    [Fact]
    public void Results_are_partial_while_the_scan_is_unfinished()
    {
        Results(ScanStatus.Running).IsPartial.Should().BeTrue();
        Results(ScanStatus.TimedOut).IsPartial.Should().BeFalse();
        new ScanResults { Lookup = new ScanLookup(LookupStatus.NotFound, null, default) }.IsPartial.Should().BeFalse();
    }

    [Fact]
    public void The_top_is_a_first_page() => ResultsQuery.Top(3).Should().Be(ResultsQuery.FirstPage with { Limit = 3 });

    private static ScanResults Results(ScanStatus status) =>
        new() { Lookup = new ScanLookup(LookupStatus.Found, Outcomes.Snapshot(status, []), default) };
}
