using OpportunityScan.Tests.Architecture;

namespace OpportunityScan.Tests.Specs;

public sealed class SpecificationPageTests
{
    private static readonly string Page = string.Join('\n', Repository.Lines("docs/specification.md"));

    [Fact]
    public void The_page_tells_which_requirement_catches_which_fault()
    {
        foreach (var faults in FaultTests.Caught().GroupBy(row => (string)row[1], row => (string)row[0], StringComparer.Ordinal))
        {
            Page.Should().Contain($"| {faults.Key} | {string.Join("; ", faults)} |");
        }
    }

    [Fact]
    public void The_page_tells_how_much_is_explored() => ProtocolTests.Sizes().Should().AllSatisfy(size =>
        Page.Should().Contain(FormattableString.Invariant($"| {size[0]} | {size[1]} | {size[2]} | {size[3]:N0} | {size[4]:N0} |")));
}
