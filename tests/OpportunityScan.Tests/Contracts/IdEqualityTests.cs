namespace OpportunityScan.Tests.Contracts;

public sealed class IdEqualityTests
{
    [Fact]
    public void Ids_and_owners_are_equal_when_their_texts_are_ordinally()
    {
        AreEqual(new ScanId("a"), new ScanId("a"), new ScanId("A"));
        AreEqual(new OwnerId("a"), new OwnerId("a"), new OwnerId("A"));
        AreEqual(new StrategyId("a"), new StrategyId("a"), new StrategyId("A"));
        (new ScanId("a") == new ScanId("a"), new ScanId("a") != new ScanId("a")).Should().Be((true, false));
        (new OwnerId("a") == new OwnerId("b"), new OwnerId("a") != new OwnerId("b")).Should().Be((false, true));
        (new StrategyId("a") == new StrategyId("a"), new StrategyId("a") != new StrategyId("b")).Should().Be((true, true));
    }

    [Fact]
    public void Default_names_nothing_and_equals_itself_only()
    {
        (default(ScanId).Value, default(OwnerId).Value, default(StrategyId).Value).Should().Be(("", "", ""));
        (default(ScanId).IsEmpty, default(OwnerId).IsEmpty).Should().Be((true, true));
        (default(Fingerprint).Value, default(Fingerprint) == new Fingerprint("")).Should().Be(("", true));
        AreEqual(default, default(ScanId), new ScanId("a"));
        AreEqual(default, default(OwnerId), new OwnerId("a"));
        AreEqual(default, default(StrategyId), new StrategyId("a"));
    }

    [Fact]
    public void Strategy_ids_are_ordered_ordinally()
    {
        var (upper, lower) = (new StrategyId("B"), new StrategyId("a"));

        (upper < lower, upper <= lower, upper > lower, upper >= lower).Should().Be((true, true, false, false));
        upper.CompareTo(lower).Should().BeNegative();
        default(StrategyId).CompareTo(upper).Should().BeNegative();
    }

    [Fact]
    [Trait("Incident", "A9")]
    public void The_same_id_of_two_owners_names_two_scans()
    {
        var id = new ScanId("scan");
        var (first, second) = (new ScanKey(new OwnerId("a"), id), new ScanKey(new OwnerId("b"), id));

        AreEqual(first, new ScanKey(new OwnerId("a"), id), second);
        first.ToString().Should().Be("a/scan");
    }

    private static void AreEqual<T>(T one, T same, T other) where T : struct
    {
        one.Should().Be(same);
        one.GetHashCode().Should().Be(same.GetHashCode());
        one.Equals((object)other).Should().BeFalse();
        one.Equals("a").Should().BeFalse();
    }
}
