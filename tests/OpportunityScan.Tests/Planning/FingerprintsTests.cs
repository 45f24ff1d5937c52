using CsCheck;
using OpportunityScan.Planning;
using static OpportunityScan.Tests.Planning.PlanningFixture;

namespace OpportunityScan.Tests.Planning;

public sealed class FingerprintsTests
{
    // Few letters, so that texts often are each other's beginnings: the hardest case for the encoding.
    private static readonly Gen<string> Text = Gen.OneOf("a", "b", "ab", "ba", "aab", "1", "11", "ä", "😀");
    private static readonly Gen<string> White = Gen.OneOf("", " ", "  ", "\t", "\u00a0", "\u2003");

    private static readonly Gen<Request> Requests = Gen.Select(
        Text, Gen.Select(Text, Text.Array[1, 3]).Array[0, 3], Gen.Select(Text.Where(t => char.IsAscii(t[0])), Text).Array[1, 3], Gen.Int[1, 3].Nullable(),
        static (owner, parameters, strategies, deadline) => new Request(owner, parameters, strategies, deadline));

    [Fact]
    public void The_fingerprint_of_a_known_request_never_changes()
    {
        var parameters = Parameters(("symbol", ["IBM", "XOM/BA"]), ("depth", ["3"]));
        var strategies = Planned(("momentum", "1"), ("funding", "2.0"));

        // Pinned: stored pointers of an earlier release are found by these values. A change here loses them, and belongs into the changelog.
        Fingerprints.Of(Owner, parameters, strategies, null).Value.Should().Be("1f29f64649348225eb36ac8db6a19671");
        Fingerprints.Of(Owner, parameters, strategies, TimeSpan.FromSeconds(90)).Value.Should().Be("e3024de991718b64fbad148e93451a90");
        Fingerprints.Of(new OwnerId("Ünïcode 😀"), ScanParameters.Empty, Planned(("s", "1")), null).Value.Should().Be("63f101a41fb671de6a13567925e93128");
    }

    [Fact]
    public void It_has_32_hexadecimal_digits() => Requests.Sample(r => r.Fingerprint().Value.Should().MatchRegex("^[0-9a-f]{32}$"));

    [Fact]
    public void Order_duplicates_and_white_space_of_parameters_do_not_matter()
    {
        Gen.Select(Requests, Gen.Int, White, White).Sample((request, seed, before, after) =>
        {
            var shuffle = new Random(seed);
            var rewritten = request.Parameters.OrderBy(_ => shuffle.Next()).Select(p => (before + p.Name + after, Rewritten(p.Values)));
            // Of a name given twice the later one counts, so only distinct names may be shuffled.
            if (request.Parameters.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count() < request.Parameters.Length) return;

            (request with { Parameters = [.. rewritten] }).Fingerprint().Should().Be(request.Fingerprint());

            string[] Rewritten(string[] values) => [.. values.Concat(values).OrderBy(_ => shuffle.Next()).Select(v => before + v + after), " "];
        });
    }

    [Fact, Trait("Incident", "E6")]
    public void The_order_of_the_strategies_does_not_matter()
    {
        Gen.Select(Requests, Gen.Int).Sample((request, seed) =>
        {
            var shuffle = new Random(seed);
            var others = request.Strategies.OrderBy(_ => shuffle.Next()).ToArray();
            if (others.Select(s => s.Id).Distinct(StringComparer.Ordinal).Count() < others.Length) return; // a plan has no id twice

            (request with { Strategies = others }).Fingerprint().Should().Be(request.Fingerprint());
        });
    }

    [Fact]
    [Trait("Incident", "D7")]
    public void Two_requests_have_one_fingerprint_exactly_when_they_are_the_same()
    {
        Gen.Select(Requests, Requests).Sample((x, y) =>
            x.Fingerprint().Equals(y.Fingerprint()).Should().Be(string.Equals(x.Canonical(), y.Canonical(), StringComparison.Ordinal)), iter: 20_000);
    }

    [Fact]
    [Trait("Incident", "D7")]
    public void A_change_of_any_part_changes_it()
    {
        var parameters = Parameters(("symbol", ["IBM"]));
        var strategies = Planned(("momentum", "1"));
        Fingerprint[] all =
        [
            Fingerprints.Of(Owner, parameters, strategies, null),
            Fingerprints.Of(new OwnerId("Ada"), parameters, strategies, null),
            Fingerprints.Of(Owner, ScanParameters.Empty, strategies, null),
            Fingerprints.Of(Owner, Parameters(("symbols", ["IBM"])), strategies, null),
            Fingerprints.Of(Owner, Parameters(("symbol", ["ibm"])), strategies, null),
            Fingerprints.Of(Owner, Parameters(("symbol", ["IBM", "XOM"])), strategies, null),
            Fingerprints.Of(Owner, Parameters(("symbol", ["IBM,XOM"])), strategies, null),
            Fingerprints.Of(Owner, parameters, Planned(("momentum", "2")), null),
            Fingerprints.Of(Owner, parameters, Planned(("funding", "1")), null),
            Fingerprints.Of(Owner, parameters, Planned(("momentum", "1"), ("funding", "1")), null),
            Fingerprints.Of(Owner, parameters, strategies, TimeSpan.FromMinutes(1)),
            Fingerprints.Of(Owner, parameters, strategies, TimeSpan.FromMinutes(1) + TimeSpan.FromTicks(1)),
        ];

        all.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Neighbouring_texts_do_not_run_together()
    {
        Fingerprint[] all =
        [
            Fingerprints.Of(new OwnerId("ab"), Parameters(("c", ["d"])), Planned(("s", "1")), null),
            Fingerprints.Of(new OwnerId("a"), Parameters(("bc", ["d"])), Planned(("s", "1")), null),
            Fingerprints.Of(new OwnerId("a"), Parameters(("b", ["cd"])), Planned(("s", "1")), null),
            Fingerprints.Of(new OwnerId("a"), Parameters(("b", ["c", "d"])), Planned(("s", "1")), null),
            Fingerprints.Of(new OwnerId("a"), Parameters(("b", ["c"]), ("d", ["s"])), Planned(("s", "1")), null),
            Fingerprints.Of(new OwnerId("a"), Parameters(("b", ["c"])), Planned(("d", "s"), ("s", "1")), null),
            Fingerprints.Of(new OwnerId("a"), Parameters(("b", ["c"])), Planned(("ds", "s1")), null),
        ];

        all.Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void What_a_strategy_is_called_and_how_long_it_may_run_do_not_matter()
    {
        var one = new PlannedStrategy(new StrategyId("s"), "Old name", "1", TimeSpan.FromSeconds(1));
        var other = one with { Name = "New name", Timeout = TimeSpan.FromSeconds(2) };

        Fingerprints.Of(Owner, ScanParameters.Empty, [one], null).Should().Be(Fingerprints.Of(Owner, ScanParameters.Empty, [other], null));
    }

    private sealed record Request(string OwnerText, (string Name, string[] Values)[] Parameters, (string Id, string Version)[] Strategies, int? Seconds)
    {
        internal Fingerprint Fingerprint() => Fingerprints.Of(new OwnerId(OwnerText), Normalised(), Planned(Strategies), Deadline());

        /// <summary>The request as an unambiguous text, by another way than the one under test.</summary>
        internal string Canonical() => System.Text.Json.JsonSerializer.Serialize(new object?[]
        {
            OwnerText, Normalised().Names.Select(n => new { n, v = Normalised()[n] }), Strategies.OrderBy(s => s.Id, StringComparer.Ordinal).Select(s => new[] { s.Id, s.Version }), Seconds,
        });

        private ScanParameters Normalised() => PlanningFixture.Parameters(Parameters);

        private TimeSpan? Deadline() => Seconds is { } s ? TimeSpan.FromSeconds(s) : null;
    }
}
