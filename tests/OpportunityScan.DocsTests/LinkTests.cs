namespace OpportunityScan.DocsTests;

/// <summary>Every link into the tree leads somewhere.</summary>
public sealed class LinkTests
{
    public static TheoryData<string> Pages => SnippetTests.Pages;

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_internal_link_resolves(string path)
    {
        var page = Repository.Page(path);
        var dangling = page.Links()
            .Where(static l => !l.Target.Contains("://", StringComparison.Ordinal))
            .Where(l => !Resolves(page, l.Target))
            .Select(l => $"{path}({l.Line}): {l.Target}");
        string.Join('\n', dangling).Should().BeEmpty();
    }

    [Fact]
    public void The_README_leads_to_every_page() =>
        Repository.Page("README.md").Links().Select(static l => l.Target).Should().Contain(Repository.PagePaths().Where(static p => p is not "README.md" && !p.EndsWith("PACKAGE.md", StringComparison.Ordinal)));

    private static bool Resolves(MarkdownPage page, string target)
    {
        var (file, anchor) = target.Split('#', 2) is [var f, var a] ? (f, a) : (target, null);
        var path = file.Length == 0 ? page.Path : Path.GetRelativePath(Repository.Root, Path.Combine(Repository.Root, Path.GetDirectoryName(page.Path)!, file));
        if (anchor is null) return Path.Exists(Path.Combine(Repository.Root, path));
        return File.Exists(Path.Combine(Repository.Root, path)) && Repository.Page(path).Anchors().Contains(anchor, StringComparer.Ordinal);
    }
}
