using System.Text.RegularExpressions;

namespace OpportunityScan.Tests.Architecture;

public sealed partial class PublicTypeTests
{
    /// <summary>Words of other fields, or of this one with another meaning.</summary>
    private static readonly string[] Banned =
        ["Job", "Task", "Plugin", "User", "Handle", "Response", "Entry", "Payload", "Lock", "Token", "Final", "Done", "Ttl", "Manager", "Helper", "Util"];

    private static IEnumerable<Type> PublicTypes => typeof(ScanId).Assembly.GetExportedTypes();

    [Fact]
    public void Public_classes_are_sealed_abstract_or_static() =>
        PublicTypes.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false }).Should().BeEmpty();

    [Fact]
    public void Abstract_public_records_are_closed_sets() =>
        PublicTypes.Where(type => type is { IsClass: true, IsAbstract: true, IsSealed: false })
            .SelectMany(type => type.GetConstructors()).Should().BeEmpty("nobody outside can add a case");

    [Fact]
    public void Public_types_are_named_in_the_terms_of_the_field() =>
        PublicTypes.Where(type => Word().Matches(type.Name).Select(word => word.Value).Intersect(Banned, StringComparer.Ordinal).Any()).Should().BeEmpty();

    [Fact]
    public void Public_types_have_no_public_fields_that_can_be_changed() =>
        PublicTypes.Where(type => !type.IsEnum).SelectMany(type => type.GetFields()).Where(field => field is { IsInitOnly: false, IsLiteral: false }).Should().BeEmpty();

    [Fact]
    [Trait("Incident", "D9")]
    public void What_a_reader_is_given_cannot_be_changed()
    {
        Type[] given = [typeof(ScanSnapshot), typeof(ScanState), typeof(ScanPlan), typeof(StrategyOutcome), typeof(ScanResults), typeof(Opportunity), typeof(ScanTicket), typeof(ScanSummary)];

        given.SelectMany(type => type.GetProperties()).Where(p => p.SetMethod is { IsPublic: true } set
            && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit))).Should().BeEmpty();
    }

    [GeneratedRegex("[A-Z][a-z0-9]*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();
}
