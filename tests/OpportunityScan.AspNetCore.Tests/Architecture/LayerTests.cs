using System.Xml.Linq;
using OpportunityScan.DocsTests.Markdown;

namespace OpportunityScan.AspNetCore.Tests.Architecture;

public sealed class LayerTests
{
    private const string Package = "src/OpportunityScan.AspNetCore";

    /// <summary>What the files of each folder may import of the others. The root puts the parts together.</summary>
    private static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["Endpoints"] = ["Streaming", "Calls", "Answers", "Problems", "Requests", "Caching", "Wire"],
        ["Describing"] = ["Answers", "Problems", "Wire"],
        ["Streaming"] = ["Calls", "Answers", "Problems", "Caching", "Wire"],
        ["Calls"] = ["Answers", "Problems", "Requests", "Wire"],
        ["Answers"] = ["Problems", "Wire"],
        ["Problems"] = ["Requests", "Wire"],
        ["Requests"] = ["Wire"],
        ["Caching"] = [],
        ["Wire"] = [],
    };

    [Fact]
    public void A_file_imports_only_the_layers_right_of_its_own()
    {
        var wrong = from file in Files()
                    where file.Layer.Length > 0
                    from line in File.ReadAllLines(file.Path)
                    where line.StartsWith("using OpportunityScan.AspNetCore.", StringComparison.Ordinal)
                    let used = line["using OpportunityScan.AspNetCore.".Length..].TrimEnd(';')
                    where !Allowed[file.Layer].Contains(used, StringComparer.Ordinal)
                    select $"{file.Path}: {line}";
        wrong.Should().BeEmpty();
    }

    [Fact]
    public void Every_folder_is_a_layer() =>
        Files().Select(f => f.Layer).Where(l => l.Length > 0).Distinct(StringComparer.Ordinal).Should().BeEquivalentTo(Allowed.Keys);

    [Fact]
    public void The_package_depends_on_the_framework_and_the_library_only()
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, Package, "OpportunityScan.AspNetCore.csproj"));

        project.Descendants("PackageReference").Where(r => !string.Equals((string?)r.Attribute("PrivateAssets"), "all", StringComparison.Ordinal)).Should().BeEmpty();
        project.Descendants("FrameworkReference").Select(r => (string)r.Attribute("Include")!).Should().Equal("Microsoft.AspNetCore.App");
        project.Descendants("ProjectReference").Select(r => (string)r.Attribute("Include")!).Should().Equal("../OpportunityScan/OpportunityScan.csproj");
    }

    [Fact]
    public void Public_types_are_sealed_and_everything_else_is_internal()
    {
        var exported = typeof(OpportunityScanProblems).Assembly.GetExportedTypes();

        exported.Should().OnlyContain(t => t.IsSealed);
        exported.Select(t => t.Name).Should().BeEquivalentTo("OpportunityScanEndpoints", "OpportunityScanHttpOptions", "OpportunityScanProblems");
    }

    [Fact]
    public void No_JSON_is_written_by_reflection()
    {
        var wrong = from file in Files()
                    from line in File.ReadAllLines(file.Path)
                    where line.Contains("JsonSerializer.Serialize", StringComparison.Ordinal) && !line.Contains("type)", StringComparison.Ordinal) && !line.Contains("WireJson.", StringComparison.Ordinal)
                    select $"{file.Path}: {line}";
        wrong.Should().BeEmpty();
    }

    private static IEnumerable<(string Path, string Layer)> Files()
    {
        var root = Path.Combine(Repository.Root, Package);
        return from path in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
               let parts = Path.GetRelativePath(root, path).Replace('\\', '/').Split('/')
               where parts[0] is not ("bin" or "obj")
               select (path, parts.Length > 1 ? parts[0] : "");
    }
}
