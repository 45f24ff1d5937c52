using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace ScanConsole;

/// <summary>Nothing while the scan runs, one JSON document in the end.</summary>
internal sealed class JsonView(TextWriter output, ConsoleOptions options) : IScanView
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public LogLevel LogLevel => LogLevel.Warning;

    public async Task FollowAsync(IAsyncEnumerable<ScanSnapshot> snapshots)
    {
        await foreach (var snapshot in snapshots)
        {
            if (snapshot.IsTerminal) return;
        }
    }

    public void Show(ScanResults results) => output.WriteLine(JsonSerializer.Serialize(ScanDocument.Of(results, options), Format));
}
