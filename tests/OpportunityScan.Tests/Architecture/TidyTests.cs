using System.Text.RegularExpressions;

namespace OpportunityScan.Tests.Architecture;

public sealed partial class TidyTests
{
    private const int MaxFile = 400;
    private const int MaxMedian = 80;
    private const int MaxMethod = 70;

    private static readonly string[] Trees = ["src", "tests", "samples", "benchmarks"];

    private static IEnumerable<string> AllSources =>
        Trees.Where(tree => Directory.Exists(Path.Combine(Repository.Root, tree))).SelectMany(Repository.Sources);

    [Fact]
    public void No_file_is_too_long() =>
        AllSources.Select(path => (path, Lines: Repository.Lines(path).Length)).Where(file => file.Lines > MaxFile).Should().BeEmpty();

    [Fact]
    public void Most_files_of_the_library_are_short()
    {
        var lengths = Repository.Sources("src").Select(path => Repository.Lines(path).Length).Order().ToList();

        lengths[lengths.Count / 2].Should().BeLessThan(MaxMedian);
    }

    [Fact]
    public void No_method_is_too_long() => AllSources.SelectMany(LongBlocks).Should().BeEmpty();

    [Fact]
    public void A_long_method_would_be_noticed()
    {
        string[] method = ["    void M()", "    {", .. Enumerable.Repeat("        X();", MaxMethod), "    }"];

        BlocksOver(MaxMethod, ["class C", "{", .. method, "}"]).Should().Equal(2);
        BlocksOver(MaxMethod + 3, ["class C", "{", .. method, "}"]).Should().BeEmpty();
    }

    [Fact]
    public void The_root_holds_no_plans_or_notes() =>
        Directory.EnumerateFiles(Repository.Root).Select(path => Path.GetFileName(path)!)
            .Where(name => Path.GetExtension(name) is ".md" or ".txt" or ".adoc" or ".rst" or ".org")
            .Should().BeSubsetOf(["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "BannedSymbols.txt"]);

    private static IEnumerable<string> LongBlocks(string path) =>
        BlocksOver(MaxMethod, Repository.Lines(path)).Select(line => $"{path}:{line + 1}");

    /// <summary>
    /// The first lines of the blocks that are longer, types aside. The formatter puts both braces of a block on lines of their own and in one
    /// column, with the first line of what it belongs to above.
    /// </summary>
    private static IEnumerable<int> BlocksOver(int limit, string[] lines)
    {
        for (var open = 1; open < lines.Length; open++)
        {
            if (!OpeningBrace().IsMatch(lines[open])) continue;
            var indent = lines[open].Length - 1;
            var first = Array.FindLastIndex(lines, open - 1, line => line.Length > indent && line[..indent].Trim().Length == 0 && line[indent] != ' ');
            var close = Array.FindIndex(lines, open, line => line.StartsWith(lines[open][..indent] + '}', StringComparison.Ordinal));
            if (first >= 0 && !TypeDeclaration().IsMatch(lines[first]) && close - first + 1 > limit) yield return first;
        }
    }

    [GeneratedRegex(@"^ *\{$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OpeningBrace();

    [GeneratedRegex(@"^[a-z \[\]]*\b(class|interface|enum|struct|record|namespace)\b", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex TypeDeclaration();
}
