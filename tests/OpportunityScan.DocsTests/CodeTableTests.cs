using System.Reflection;
using OpportunityScan.Storage;

namespace OpportunityScan.DocsTests;

/// <summary>The tables of codes list all there are.</summary>
public sealed class CodeTableTests
{
    [Fact]
    public void Every_rejection_reason_is_listed() =>
        Listed("docs/writing-a-strategy.md", "What is rejected").Should().Equal(Constants.Of(typeof(RejectionReasons)));

    [Fact]
    public void Every_error_code_is_listed() =>
        Listed("docs/writing-a-strategy.md", "Error codes").Should().Equal(Constants.Of(typeof(StrategyErrorCodes)));

    [Theory]
    [InlineData("docs/concepts.md", "States", typeof(ScanStatus))]
    [InlineData("docs/concepts.md", "Why a scan ended", typeof(EndCause))]
    [InlineData("docs/concepts.md", "Outcomes", typeof(StrategyStatus))]
    [InlineData("docs/concepts.md", "Why there is nothing", typeof(ZeroReason))]
    [InlineData("docs/concepts.md", "Start modes", typeof(StartModeKind))]
    [InlineData("docs/concepts.md", "Cancel", typeof(CancelStatus))]
    [InlineData("docs/lookup.md", "What an answer says", typeof(LookupStatus))]
    [InlineData("docs/lookup.md", "The trace", typeof(LookupVerdict))]
    [InlineData("docs/results.md", "Other orders", typeof(ResultsSort))]
    [InlineData("docs/hosting.md", "Kinds of refusal", typeof(RejectionKind))]
    [InlineData("docs/writing-a-store.md", "What a runner is told", typeof(CommitStatus))]
    public void Every_value_of_an_enumeration_is_listed(string page, string heading, Type enumeration)
    {
        ArgumentNullException.ThrowIfNull(enumeration);
        Listed(page, heading).Should().BeEquivalentTo(Enum.GetNames(enumeration));
    }

    [Fact]
    public void Every_verb_of_a_store_is_listed() =>
        Listed("docs/writing-a-store.md", "The verbs").Should().BeEquivalentTo(typeof(IScanStore).GetMembers().Where(static m => m is not MethodInfo { IsSpecialName: true }).Select(static m => m.Name));

    [Fact]
    public void Every_conformance_suite_is_listed() =>
        Listed("docs/writing-a-store.md", "The conformance suites").Should().BeEquivalentTo(
            typeof(StoreConformance.StoreSuite).Assembly.GetExportedTypes().Where(static t => t.BaseType == typeof(StoreConformance.StoreSuite)).Select(static t => t.Name));

    [Theory]
    [InlineData("docs/results.md", "Filters", typeof(ResultsFilter))]
    [InlineData("docs/writing-a-strategy.md", "The descriptor", typeof(StrategyDescriptor))]
    public void Every_property_is_listed(string page, string heading, Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static p => p.CanWrite).Select(static p => p.Name);
        Listed(page, heading).Should().BeEquivalentTo(properties);
    }

    private static IEnumerable<string> Listed(string page, string heading) => Repository.Page(page).Table(heading).Select(static r => r[0].Trim('`'));
}
