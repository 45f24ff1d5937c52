using System.Globalization;
using System.Text.RegularExpressions;
using OpportunityScan.Redis.Tests.Servers;

namespace ScanWeb.Tests.Processes;

/// <summary>The sample's own nginx.conf in front of the processes of a test, on a port and in a folder of its own.</summary>
internal sealed partial class Nginx : IAsyncDisposable
{
    private const string Program = "nginx";
    private const int Tries = 5;
    private readonly KeptProcess _process;

    private Nginx(KeptProcess process, Uri address) => (_process, Address) = (process, address);

    internal Uri Address { get; }

    /// <summary>Why there is none to start; <c>null</c> when there is one.</summary>
    internal static string? Missing => KeptProcess.Missing(Program);

    /// <summary>Starts it on a port that is free, and on another one if somebody else was quicker.</summary>
    internal static async Task<Nginx> StartAsync(IEnumerable<Uri> workers)
    {
        var behind = workers.ToList();
        for (var tries = 1; ; tries++)
        {
            var nginx = await LaunchAsync(behind);
            if (await nginx.IsAnsweringAsync()) return nginx;
            await nginx.DisposeAsync();
            if (tries == Tries) throw new InvalidOperationException("nginx does not start; try its configuration by hand.");
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<Nginx> LaunchAsync(IEnumerable<Uri> workers)
    {
        var folder = Directory.CreateTempSubdirectory("scanweb-nginx-").FullName;
        var listen = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{LoopbackPort.Free()}");
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), Configuration(listen, workers));
        return new Nginx(
            KeptProcess.Start(Program, folder, "-p", folder, "-e", "stderr", "-c", "nginx.conf", "-g", "daemon off; master_process off;"), new Uri($"http://{listen}"));
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

    /// <summary>Whether it serves; not when it has ended, as it does where its port is in use.</summary>
    private async Task<bool> IsAnsweringAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        return await Bound.UntilAsync(() => IsHealthyAsync(http), isHealthy => isHealthy || _process.HasEnded) && !_process.HasEnded;
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
