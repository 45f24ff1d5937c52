using System.Globalization;
using System.Text.RegularExpressions;
using OpportunityScan.Redis.Tests.Faults;
using OpportunityScan.Redis.Tests.Servers;

namespace ScanWeb.Tests.Processes;

/// <summary>The sample's own nginx.conf in front of the processes of a test, on a port and in a folder of its own.</summary>
internal sealed partial class Nginx : IAsyncDisposable
{
    private const string Program = "nginx";
    private readonly KeptProcess _process;
    private readonly DirectoryInfo _folder;

    private Nginx(KeptProcess process, DirectoryInfo folder, Uri address) => (_process, _folder, Address) = (process, folder, address);

    internal Uri Address { get; }

    /// <summary>Why there is none to start; <c>null</c> when there is one.</summary>
    internal static string? Missing => KeptProcess.Missing(Program);

    internal static async Task<Nginx> StartAsync(IEnumerable<Uri> workers)
    {
        var folder = Directory.CreateTempSubdirectory("scanweb-nginx-");
        var listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{LoopbackPort.Free()}");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "nginx.conf"), Configuration(listen, workers));
        var process = KeptProcess.Start(Program, folder.FullName, "-p", folder.FullName, "-e", "stderr", "-c", "nginx.conf", "-g", "daemon off; master_process off;");
        var nginx = new Nginx(process, folder, new Uri($"http://{listen}"));
        await nginx.AnsweringAsync();
        return nginx;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The file as it is committed, with other addresses.</summary>
    private static string Configuration(string listen, IEnumerable<Uri> workers)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "nginx.conf")).ToList();
        var servers = lines.Where(line => Server().IsMatch(line)).ToList();
        var first = lines.IndexOf(servers[0]);
        lines.RemoveAll(servers.Contains);
        lines.InsertRange(first, workers.Select(worker => Server().Replace(servers[0], $"server {worker.Authority} ")));
        return Listen().Replace(string.Join('\n', lines), $"listen {listen};");
    }

    private async Task AnsweringAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        await Bound.UntilAsync(async () => await IsHealthyAsync(http), isHealthy => isHealthy);
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/healthz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"server \S+:\d+ ", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Server();

    [GeneratedRegex(@"listen \S+;", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Listen();
}
