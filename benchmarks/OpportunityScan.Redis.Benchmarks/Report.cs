using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Benchmarks;

/// <summary>A table, printed and written to the folder of reports.</summary>
internal sealed class Report(string title, params string[] columns)
{
    private readonly List<string[]> _rows = [];

    internal void Add(params string[] cells) => _rows.Add(cells);

    internal async Task PublishAsync(string name)
    {
        var client = typeof(ConnectionMultiplexer).Assembly.GetName().Version!;
        var text = new StringBuilder()
            .AppendLine(title).AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $".NET {Environment.Version}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} processors; StackExchange.Redis {ClientVersion}; redis-server on loopback.")
            .AppendLine()
            .AppendLine(Line(columns)).AppendLine(Line([.. columns.Select(static _ => "---")]));
        foreach (var row in _rows) text.AppendLine(Line(row));
        Console.WriteLine(text);
        var results = Directory.CreateDirectory(Path.Combine(Folder, "results"));
        var major = client.Major == PinnedMajor ? "" : $"-client{client.Major}";
        await File.WriteAllTextAsync(Path.Combine(results.FullName, $"{typeof(Report).Assembly.GetName().Name}.{name}{major}-report.md"), text.ToString());
    }

    /// <summary>Reports of this client need no mark in their names.</summary>
    private const int PinnedMajor = 2;

    private static string ClientVersion =>
        System.Diagnostics.FileVersionInfo.GetVersionInfo(typeof(ConnectionMultiplexer).Assembly.Location).FileVersion ?? "?";

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OpportunityScan.sln"))) folder = folder.Parent;
            return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("Not inside the working tree."), "benchmarks");
        }
    }

    private static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |";
}
