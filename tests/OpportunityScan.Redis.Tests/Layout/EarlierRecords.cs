using System.Text;
using System.Text.Json;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Tests.Layout;

/// <summary>
/// What the first version of the store had in Redis: as it wrote it, but for the instants, which are moved back so that they have passed by the
/// clock of any machine. One command a line.
/// </summary>
internal static class EarlierRecords
{
    internal const string Prefix = "p:";

    /// <summary>Writes them as they were.</summary>
    internal static async Task WriteAsync(IDatabase database)
    {
        foreach (var line in Lines())
        {
            var command = JsonSerializer.Deserialize<string[]>(line)!;
            await database.ExecuteAsync(command[0], command[1..]);
            await database.ExecuteAsync("PEXPIRE", command[1], 3_600_000);
        }
    }

    private static string[] Lines()
    {
        using var stream = typeof(EarlierRecords).Assembly.GetManifestResourceStream("records-1.jsonl")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
