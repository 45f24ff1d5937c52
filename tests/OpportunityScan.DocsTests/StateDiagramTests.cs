using System.Text.RegularExpressions;
using OpportunityScan.DocsTests.Exploring;

namespace OpportunityScan.DocsTests;

/// <summary>The diagram and the table of transitions show exactly the ways that the state machine has.</summary>
public sealed partial class StateDiagramTests
{
    private static readonly MarkdownPage Page = Repository.Page("docs/concepts.md");

    [Fact]
    public void The_diagram_shows_every_transition_there_is()
    {
        var diagram = Page.Fences.Single(static f => f.Language is "mermaid").Code;
        Arrow().Matches(diagram).Select(static m => (m.Groups["from"].Value, m.Groups["to"].Value)).Distinct()
            .Should().BeEquivalentTo(Transitions());
    }

    [Fact]
    public void The_table_lists_every_transition_there_is() =>
        Page.Table("Transitions").Select(static r => (r[0].Trim('`'), r[1].Trim('`'))).Distinct().Should().BeEquivalentTo(Transitions());

    private static IEnumerable<(string, string)> Transitions() => StatusWays.All().Select(static w => (w.From.ToString(), w.To.ToString()));

    [GeneratedRegex(@"(?<from>\w+) --> (?<to>\w+) *:", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arrow();
}
