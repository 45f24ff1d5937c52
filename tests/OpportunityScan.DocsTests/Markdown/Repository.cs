namespace OpportunityScan.DocsTests.Markdown;

/// <summary>The documentation of the source tree that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The pages, as paths from the root with forward slashes.</summary>
    internal static IEnumerable<string> PagePaths() =>
        Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md")
            .Concat(Directory.EnumerateDirectories(Path.Combine(Root, "src")).Select(static p => Path.Combine(p, "PACKAGE.md")))
            .Append(Path.Combine(Root, "README.md"))
            .Append(Path.Combine(Root, "CHANGELOG.md"))
            .Select(static p => Path.GetRelativePath(Root, p).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    internal static MarkdownPage Page(string path) => new(path, File.ReadAllLines(Path.Combine(Root, path)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OpportunityScan.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds OpportunityScan.sln.");
    }
}
