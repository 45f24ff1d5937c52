using System.Net;

namespace ScanWeb.Tests.Clients;

/// <summary>Starts a scan and polls it to its end, as often as it can; takes down whatever should not be.</summary>
internal sealed class PollingClient(ApiClient client)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private long _version = -1;
    private double _percentage = -1;
    private int _completed = -1;

    /// <summary>What should not have been answered, or gone back.</summary>
    internal List<string> Faults { get; } = [];

    /// <summary>Questions that were not answered: the worker was killed under them, or the machine is so busy that Redis could not be asked in time.</summary>
    internal int Lost { get; private set; }

    internal int Polls { get; private set; }

    internal string? ScanId { get; private set; }

    /// <summary>Starts one and follows it; the results must be there with the end.</summary>
    internal async Task RunAsync()
    {
        ScanId = await StartAsync();
        using var bound = Bound.Source();
        while (!await PollAsync())
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Delay(Pace, TimeProvider.System, bound.Token);
        }

        var results = await Bound.UntilAsync(() => AskAsync($"{ApiClient.Scans}/results/{ScanId}?limit=25"), answer => answer is not null);
        if (results!.Status != HttpStatusCode.OK || results.Body.GetProperty("opportunities").GetArrayLength() == 0)
            Faults.Add($"results: {(int)results.Status} {results.Code}");
    }

    /// <summary>A start whose answer is lost is sent again under the same key: it starts the scan once.</summary>
    private async Task<string> StartAsync()
    {
        var key = OpportunityScan.ScanId.New().Value;
        using var bound = Bound.Source();
        while (true)
        {
            bound.Token.ThrowIfCancellationRequested();
            using var content = new StringContent("{\"force_refresh\":true}", System.Text.Encoding.UTF8, "application/json");
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{ApiClient.Scans}/discover") { Content = content };
            request.Headers.Add("Idempotency-Key", key);
            if (await TryAsync(request) is not { } answer) continue;
            if (answer.Status == HttpStatusCode.Accepted) return answer.Text("scan_id");
            Faults.Add($"start: {(int)answer.Status} {answer.Code}");
        }
    }

    private async Task<bool> PollAsync()
    {
        Polls++;
        var answer = await AskAsync($"{ApiClient.Scans}/status/{ScanId}");
        if (answer is null) return false;
        if (answer.Status != HttpStatusCode.OK)
        {
            Faults.Add($"status: {(int)answer.Status} {answer.Code}");
            return false;
        }

        var progress = answer.Body.GetProperty("progress");
        var (version, percentage, completed) =
            (answer.Body.GetProperty("version").GetInt64(), progress.GetProperty("percentage").GetDouble(), progress.GetProperty("strategies_completed").GetInt32());
        if (version < _version || completed < _completed || (version == _version && percentage < _percentage))
            Faults.Add($"back from {_version}, {_completed}, {_percentage} to {version}, {completed}, {percentage}");
        (_version, _percentage, _completed) = (version, percentage, completed);
        if (!answer.Body.GetProperty("phase").ValueEquals("ended")) return false;
        if (!answer.Body.GetProperty("status").ValueEquals("complete")) Faults.Add($"ended: {answer.Body.GetProperty("status")}");
        return true;
    }

    private async Task<Answer?> AskAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await TryAsync(request);
    }

    /// <summary>An answer; <c>null</c> when the line broke, the proxy had nobody to ask, or nobody knows just now.</summary>
    private async Task<Answer?> TryAsync(HttpRequestMessage request)
    {
        try
        {
            var answer = await client.SendAsync(request);
            if (answer.Status is not (HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.ServiceUnavailable)) return answer;
        }
        catch (HttpRequestException)
        {
            // Cut in the middle.
        }

        Lost++;
        return null;
    }
}
