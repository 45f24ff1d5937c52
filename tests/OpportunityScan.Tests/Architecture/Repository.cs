namespace OpportunityScan.Tests.Architecture;

/// <summary>The source tree that the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["bin", "obj"];

    internal static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>The C# files below a folder of the tree, as paths relative to the root.</summary>
    internal static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Intersect(Generated, StringComparer.Ordinal).Any());

    internal static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static string FindRoot(string folder)
    {
        for (var directory = new DirectoryInfo(folder); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "OpportunityScan.sln"))) return directory.FullName;
        }

        throw new InvalidOperationException($"No OpportunityScan.sln above {folder}.");
    }
}
