using System.Globalization;

namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>A user who may do what docs/operations.md says is enough, and nothing else.</summary>
internal static class LeastRights
{
    private const string DocumentedPrefix = "opportunityscan:";

    /// <summary>The words of the documented line after the name of the user.</summary>
    internal static IReadOnlyList<string> Documented { get; } = Read();

    /// <summary>Makes the user, for keys and channels of these prefixes. Returns what a configuration says to be it.</summary>
    internal static async Task<string> GrantAsync(RedisProcess server, string[] prefixes, params IEnumerable<string> changes)
    {
        await server.ExecuteAsync("ACL", ["SETUSER", "scans", "on", ">password", .. Of(prefixes), .. changes]);
        return string.Create(CultureInfo.InvariantCulture, $"{server.Endpoint},user=scans,password=password");
    }

    /// <summary>What follows a user's name and password, for keys and channels of these prefixes.</summary>
    internal static string[] Of(params string[] prefixes) =>
    [
        .. Documented.Where(static rule => rule is not ("on" or ">password")).SelectMany(rule =>
            rule.EndsWith(DocumentedPrefix + "*", StringComparison.Ordinal) ? prefixes.Select(p => rule[..1] + p + "*") : [rule]),
    ];

    private static string[] Read()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "OpportunityScan.sln"))) directory = directory.Parent!;
        var page = File.ReadAllText(Path.Combine(directory.FullName, "docs", "operations.md"));
        const string begin = "ACL SETUSER scans ";
        var from = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return page[from..page.IndexOf("```", from, StringComparison.Ordinal)].Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
    }
}
