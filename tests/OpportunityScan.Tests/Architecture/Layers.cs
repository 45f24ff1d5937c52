using System.Text.RegularExpressions;

namespace OpportunityScan.Tests.Architecture;

/// <summary>
/// The layers of the library: its folders. Public types stand in the root namespace wherever they belong, so a type's layer is the folder
/// that declares it.
/// </summary>
internal static partial class Layers
{
    internal static readonly string[] Pure = ["Planning", "State", "Ranking", "Estimating"];

    /// <summary>What each layer may use besides itself.</summary>
    internal static readonly IReadOnlyDictionary<string, string[]> Allowed = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["DependencyInjection"] = ["Coordination", "Running", "Lookup", "Storage", "Diagnostics", .. Pure, "Contracts"],
        ["Coordination"] = ["Running", "Lookup", "Storage", "Diagnostics", .. Pure, "Contracts"],
        ["Running"] = ["Storage", "Diagnostics", .. Pure, "Contracts"],
        ["Lookup"] = ["Storage", "Diagnostics", .. Pure, "Contracts"],
        ["Storage"] = ["Diagnostics", .. Pure, "Contracts"],
        ["Diagnostics"] = [.. Pure, "Contracts"],
        ["Planning"] = ["Contracts"],
        ["State"] = ["Contracts"],
        ["Ranking"] = ["Contracts"],
        ["Estimating"] = ["Contracts"],
        ["Contracts"] = [],
    };

    private const string Library = "src/OpportunityScan";

    private static readonly Dictionary<string, string> LayerOfName = Declarations();

    /// <summary>The library's types that people wrote, each with its layer; what the compiler made is counted to the type it stands in.</summary>
    internal static IEnumerable<(Type Type, string Layer)> Types() =>
        from type in typeof(ScanId).Assembly.GetTypes() let layer = Of(type) where layer is not null select (type, layer);

    /// <summary>The layer of a type; <c>null</c> for one that is not the library's, or that the compiler shares between types.</summary>
    internal static string? Of(Type type)
    {
        if (type.Assembly != typeof(ScanId).Assembly || type.IsGenericParameter) return null;
        var outer = type;
        while (outer.HasElementType) outer = outer.GetElementType()!;
        while (outer.DeclaringType is { } declaring) outer = declaring;
        return LayerOfName.GetValueOrDefault(outer.Namespace + "." + outer.Name.Split('`')[0]);
    }

    /// <summary>Whether a type of one layer may use one of another.</summary>
    internal static bool MayUse(string layer, string? other) =>
        other is null || string.Equals(layer, other, StringComparison.Ordinal) || Allowed[layer].Contains(other, StringComparer.Ordinal);

    internal static IEnumerable<(string Path, string Layer)> Files() => Repository.Sources(Library).Select(path => (path, path.Split('/')[2]));

    private static Dictionary<string, string> Declarations()
    {
        var declarations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, layer) in Files())
        {
            var lines = Repository.Lines(path);
            var space = lines.Select(line => Namespace().Match(line)).FirstOrDefault(match => match.Success)?.Groups["name"].Value;
            foreach (var match in lines.Select(line => Declaration().Match(line)).Where(match => match.Success))
            {
                declarations[space + "." + match.Groups["name"].Value] = layer;
            }
        }

        return declarations;
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^[a-z ]*\b(class|interface|enum|(record )?struct|record|delegate \w+) (?<name>\w+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Declaration();
}
