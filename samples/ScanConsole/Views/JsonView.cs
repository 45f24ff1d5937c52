using Microsoft.Extensions.Logging;

namespace ScanConsole;

/// <summary>Nothing while the scan runs, one JSON document in the end.</summary>
internal sealed class JsonView(TextWriter output, ConsoleOptions options) : IScanView
{
    public LogLevel LogLevel => LogLevel.Warning;

    public async Task FollowAsync(IAsyncEnumerable<ScanSnapshot> snapshots)
    {
        await foreach (var snapshot in snapshots)
        {
            if (snapshot.IsTerminal) return;
        }
    }

    public void Show(ScanResults results) => output.WriteLine(ScanDocument.Of(results, options));
}
