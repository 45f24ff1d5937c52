using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OpportunityScan.Benchmarks;

/// <summary>What an ended scan of 14 strategies and 19 opportunities keeps of the heap until its retention ends.</summary>
internal static class RetainedBytes
{
    private const int Scans = 2_000;
    private const int Strategies = 14;
    private const int Opportunities = 19;
    private const long Goal = 16 * 1024;

    internal static async Task ReportAsync()
    {
        var host = await ScanHost.StartAsync(Strategies, static (index, _, token) => Emit(index, token));
        await using var disposal = host;
        for (var i = 0; i < 100; i++) await RunAsync(host); // whatever is made once is there before the first look
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Scans; i++) await RunAsync(host);
        var perScan = (GC.GetTotalMemory(forceFullCollection: true) - before) / Scans;

        var report = string.Create(CultureInfo.InvariantCulture, $"""
            .NET {Environment.Version}, {RuntimeInformation.ProcessArchitecture}; {Scans:N0} ended scans in one in-memory store, heap after a full collection.

            | Strategies | Opportunities | Retained bytes per ended scan | Goal |
            |-----------:|--------------:|------------------------------:|-----:|
            | {Strategies} | {Opportunities} | {perScan:N0} | at most {Goal:N0} |

            """);
        Console.WriteLine(report);
        var results = Directory.CreateDirectory(Path.Combine(ReportConfig.Folder, "results"));
        await File.WriteAllTextAsync(Path.Combine(results.FullName, $"{typeof(RetainedBytes).FullName}-report.md"), report);
    }

    private static async Task RunAsync(ScanHost host)
    {
        var ended = await host.RunScanAsync();
        if (ended.Progress.Found != Opportunities) throw new InvalidOperationException($"Found {ended.Progress.Found}.");
    }

    /// <summary>Five strategies find two, the others one. Symbols are texts of their own, as they are when they come from a feed.</summary>
    private static async IAsyncEnumerable<Opportunity> Emit(int index, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var opportunity in Bodies.Distinct(index < Opportunities - Strategies ? 2 : 1)) yield return opportunity;
    }
}
