using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OpportunityScan.Redis.Tests.Servers;

namespace OpportunityScan.Web.Benchmarks;

/// <summary>The measured process, on a redis-server of its own; both end with this process.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    internal const string Mode = "--serve";
    private readonly RedisProcess _redis;
    private readonly Process _process;
    private readonly HttpClient _http;

    private ServerProcess(RedisProcess redis, Process process, Uri address) =>
        (_redis, _process, Address, _http) = (redis, process, address, new HttpClient { BaseAddress = address });

    internal Uri Address { get; }

    /// <summary>The processor time that the server has used so far.</summary>
    internal TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    internal static async Task<ServerProcess> StartAsync()
    {
        var redis = await RedisProcess.StartAsync();
        var start = new ProcessStartInfo("dotnet", [typeof(Server).Assembly.Location, Mode, redis.Endpoint]) { RedirectStandardOutput = true, UseShellExecute = false };
        var process = Process.Start(start)!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
        return new ServerProcess(redis, process, new Uri(address));
    }

    /// <summary>Starts a scan of these strategies, and returns its id when it is as wanted.</summary>
    internal async Task<string> StartScanAsync(IEnumerable<string> strategies, Func<JsonElement, bool> isWanted)
    {
        using var answer = await _http.PostAsJsonAsync("/scans/discover", new { strategy_ids = strategies });
        answer.EnsureSuccessStatusCode();
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("scan_id").GetString()!;
        while (!isWanted(await _http.GetFromJsonAsync<JsonElement>($"/scans/status/{id}"))) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        return id;
    }

    internal Task<HttpResponseMessage> CancelAsync(string id) => _http.DeleteAsync(new Uri($"/scans/{id}", UriKind.Relative));

    /// <summary>The key of the record of the only scan there is.</summary>
    internal async Task<string> OnlyKeyAsync()
    {
        await using var connection = await _redis.ConnectAsync();
        await foreach (var key in connection.GetServers()[0].KeysAsync(pattern: "*}:s:*")) return key.ToString();
        throw new InvalidOperationException("There is no scan.");
    }

    /// <summary>The server's managed heap after a full collection, and its working set, in bytes.</summary>
    internal async Task<(long Heap, long WorkingSet)> MemoryAsync()
    {
        var numbers = (await _http.GetStringAsync(new Uri("/memory", UriKind.Relative))).Split(' ').Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return (numbers[0], numbers[1]);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        await _redis.DisposeAsync();
    }
}
