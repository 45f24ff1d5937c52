using CsCheck;

namespace OpportunityScan.Tests.Contracts;

public sealed class ScanParametersTests
{
    private static readonly Gen<string> Text = Gen.Int[0, 5].Select(n => n == 0 ? "" : "abcAB"[n - 1].ToString());
    private static readonly Gen<string> Spaced = Gen.Select(Text, Gen.Bool, Gen.Bool).Select((text, before, after) => (before ? " " : "") + text + (after ? "\t" : ""));
    private static readonly Gen<(string Name, string[] Values)[]> Entries =
        Gen.Select(Gen.Int[0, 3].Select(n => "name" + n), Spaced.Array[0, 6]).Select((name, values) => (name, values)).Array[0, 6];

    [Fact]
    [Trait("Incident", "D7")]
    public void Values_are_trimmed_deduplicated_and_ordered()
    {
        var parameters = ScanParameters.Empty.With(" symbol ", " MSFT", "IBM", "", "MSFT ", "  ", "ibm");

        parameters["symbol"].Should().Equal("IBM", "MSFT", "ibm");
        parameters.First("symbol").Should().Be("IBM");
        parameters.ToString().Should().Be("symbol=IBM,MSFT,ibm");
    }

    [Fact]
    public void A_parameter_that_was_not_given_has_no_values()
    {
        ScanParameters.Empty["x"].Should().BeEmpty();
        ScanParameters.Empty.First("x").Should().BeNull();
        ScanParameters.Empty.First("x", "y").Should().Be("y");
    }

    [Fact]
    public void Without_values_a_name_is_removed()
    {
        var parameters = ScanParameters.Empty.With("a", "1").With("b", "2");

        parameters.With("a").Names.Should().Equal("b");
        parameters.With("a", " ").Should().Be(parameters.With("a"));
        parameters.Names.Should().Equal("a", "b");
    }

    [Fact]
    public void Setting_a_name_again_replaces_its_values() =>
        ScanParameters.Empty.With("a", "1", "2").With("a", "3")["a"].Should().Equal("3");

    [Fact]
    public void Null_is_refused()
    {
        FluentActions.Invoking(() => ScanParameters.Empty.With(null!)).Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => ScanParameters.Empty.With("a", values: null!)).Should().Throw<ArgumentNullException>();
    }

    [Fact]
    [Trait("Incident", "D7")]
    public void The_order_of_values_and_of_names_is_of_no_account() => Gen.Select(Entries, Gen.Int).Sample((entries, seed) =>
    {
        var distinct = entries.DistinctBy(e => e.Name, StringComparer.Ordinal).ToList();
        var shuffled = distinct.OrderBy(e => HashCode.Combine(e.Name, seed)).Select(e => (e.Name, e.Values.Reverse().ToArray()));
        return AreSame(Of(distinct), Of(shuffled));
    });

    [Fact]
    public void Normalising_what_is_normal_changes_nothing() => Entries.Sample(entries =>
    {
        var parameters = Of(entries);
        return AreSame(parameters, Of(parameters.Names.Select(name => (name, parameters[name].ToArray()))));
    });

    [Fact]
    public void Other_values_are_another_request() => Entries.Sample(entries =>
        !Of(entries).Equals(Of(entries).With("name0", [.. Of(entries)["name0"], "more"])) && !Of(entries).Equals(null));

    private static ScanParameters Of(IEnumerable<(string Name, string[] Values)> entries) =>
        entries.Aggregate(ScanParameters.Empty, (parameters, entry) => parameters.With(entry.Name, entry.Values));

    private static bool AreSame(ScanParameters one, ScanParameters other) =>
        one.Equals(other) && one.GetHashCode() == other.GetHashCode() && one.ToString().Equals(other.ToString(), StringComparison.Ordinal);
}
