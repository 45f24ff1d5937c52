using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace ScanWeb.Tests.Clients;

/// <summary>Follows a scan's events as a browser does: what is dropped is opened again, from the last event that was seen.</summary>
internal sealed class EventReader(ApiClient client, string scanId)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>The versions in the order they came.</summary>
    internal List<long> Versions { get; } = [];

    /// <summary>The percentages that came with them.</summary>
    internal List<double> Percentages { get; } = [];

    /// <summary>How often the stream was opened.</summary>
    internal int Opened { get; private set; }

    /// <summary>Answers that were neither events nor a passing trouble.</summary>
    internal List<string> Refusals { get; } = [];

    /// <summary>Reads up to the terminal snapshot, which is returned.</summary>
    /// <param name="dropAfter">After how many events the client hangs up; asked anew for each stream.</param>
    internal async Task<JsonElement> ToEndAsync(Func<int> dropAfter)
    {
        using var bound = Bound.Source();
        while (true)
        {
            if (await ReadAsync(dropAfter(), bound.Token) is { } terminal) return terminal;
            await Task.Delay(Pause, TimeProvider.System, bound.Token);
        }
    }

    private async Task<JsonElement?> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{ApiClient.Scans}/events/{scanId}");
            if (Versions.Count > 0) request.Headers.Add("Last-Event-ID", Versions[^1].ToString(System.Globalization.CultureInfo.InvariantCulture));
            Opened++;
            using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                Refusals.Add($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}");
                return null;
            }

            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            await foreach (var item in SseParser.Create(body).EnumerateAsync(cancellationToken))
            {
                if (item.EventType is not ("snapshot" or "change")) continue;
                var told = JsonDocument.Parse(item.Data).RootElement;
                Versions.Add(long.Parse(item.EventId!, System.Globalization.CultureInfo.InvariantCulture));
                if (told.TryGetProperty("progress", out var progress) && progress.TryGetProperty("percentage", out var percentage)) Percentages.Add(percentage.GetDouble()); // a change may be of something else
                if (item.EventType is "snapshot" && told.GetProperty("phase").ValueEquals("ended")) return told;
                if (--limit <= 0) return null;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The line dropped, as lines do.
        }

        return null;
    }
}
