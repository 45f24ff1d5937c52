using System.Xml.Linq;

namespace OpportunityScan.Tests.Architecture;

public sealed class DependencyTests
{
    private static readonly string[] Allowed =
    [
        "Microsoft.Extensions.Caching.Memory", "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Diagnostics.Abstractions",
        "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options", "Polly.Core",
    ];

    [Fact]
    public void The_library_depends_on_abstractions_and_Polly_only() =>
        XDocument.Load(Path.Combine(Repository.Root, "src/OpportunityScan/OpportunityScan.csproj")).Descendants("PackageReference")
            .Where(reference => !string.Equals((string?)reference.Attribute("PrivateAssets"), "all", StringComparison.Ordinal))
            .Select(reference => (string?)reference.Attribute("Include")).Should().BeSubsetOf(Allowed);

    [Fact]
    public void The_library_uses_nothing_else_of_what_those_bring_along() =>
        typeof(ScanId).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .Except(["Microsoft.Extensions.Caching.Abstractions", "Microsoft.Extensions.Primitives", .. Allowed], StringComparer.Ordinal).Should().BeEmpty();
}
