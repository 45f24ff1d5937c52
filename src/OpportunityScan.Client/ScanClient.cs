using System.Net;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OpportunityScan.Client;

/// <summary>
/// Talks to the endpoints of OpportunityScan. Safe for concurrent use. Whatever the <see cref="HttpClient"/> does (credentials, timeouts, resilience) is up to
/// whoever makes it; its base address ends where the endpoints begin, with a slash: <c>https://host/api/v1/opportunities/</c>.
/// </summary>
public sealed class ScanClient
{
    private readonly HttpClient _http;
    private readonly ScanClientOptions _options;

    /// <summary>Makes a client.</summary>
    /// <param name="http">Sends the requests. Its <see cref="HttpClient.Timeout"/> does not bound a watch, only the time until one begins.</param>
    /// <param name="options">How it waits; <c>null</c> for the defaults.</param>
    /// <exception cref="ArgumentException">The base address is missing, or does not end with a slash.</exception>
    public ScanClient(HttpClient http, ScanClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        if (http.BaseAddress?.AbsolutePath.EndsWith('/') != true)
            throw new ArgumentException($"The base address is '{http.BaseAddress}'; it must be where the endpoints begin, and end with a slash.", nameof(http));
        (_http, _options) = (http, options ?? new ScanClientOptions());
    }

    /// <summary>Starts a scan, or finds the one that answers the request already.</summary>
    /// <param name="request">What is wanted; <c>null</c> for everything.</param>
    /// <param name="idempotencyKey">1 to 255 visible ASCII characters: a start that is repeated with the key gives the same scan. <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels this request, never a scan.</param>
    /// <exception cref="ScanProblemException">The server refuses.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached. With a key the start can be repeated safely.</exception>
    public async Task<StartedScan> StartAsync(StartScan? request = null, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "discover") { Content = JsonContent.Create(request ?? new StartScan(), ClientJson.Default.StartScan) };
        if (idempotencyKey is not null) message.Headers.TryAddWithoutValidation("Idempotency-Key", Quoted(idempotencyKey));
        return await SendAsync(message, ClientJson.Default.StartedScan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where a scan stands.</summary>
    /// <param name="scanId">The scan, or <c>latest</c>.</param>
    /// <param name="cancellationToken">Cancels this request.</param>
    /// <exception cref="ScanProblemException">There is no such scan, or the server cannot tell.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<ScanInfo> GetAsync(string scanId, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "status/" + Escaped(scanId));
        return await SendAsync(message, ClientJson.Default.ScanInfo, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Watches a scan: how it stands now, then as it changes; the end always comes, and is the last. Versions strictly rise. Lost connections, servers that stop
    /// and trouble that may pass are waited out; what was seen is not shown again.
    /// </summary>
    /// <param name="scanId">The scan, or <c>latest</c>, which is the one that is newest when the watch begins.</param>
    /// <param name="cancellationToken">Ends the watch, never the scan.</param>
    /// <exception cref="ScanProblemException">There is no such scan, its retention has ended, or the server refuses.</exception>
    public IAsyncEnumerable<ScanInfo> WatchAsync(string scanId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(scanId);
        return new ScanWatch(_http, scanId, _options).RunAsync(cancellationToken);
    }

    /// <summary>A page of results; of an unfinished scan an empty one, unless <see cref="ResultsRequest.Partial"/> says that what there is will do.</summary>
    /// <param name="scanId">The scan, or <c>latest</c>.</param>
    /// <param name="request">Which results; <c>null</c> for the best.</param>
    /// <param name="cancellationToken">Cancels this request.</param>
    /// <returns>The page; <c>null</c> while the scan has not ended, and partial results were not asked for.</returns>
    /// <exception cref="ScanProblemException">There is no such scan, or the server cannot tell.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<ResultsPage?> GetResultsAsync(string scanId, ResultsRequest? request = null, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "results/" + Escaped(scanId) + request?.Query());
        using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        await Problems.ThrowAsync(response, cancellationToken).ConfigureAwait(false);
        return response.StatusCode == HttpStatusCode.Accepted
            ? null
            : await ReadAsync(response, ClientJson.Default.ResultsPage, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>All results of a scan that has ended, page by page as they are asked for.</summary>
    /// <param name="scanId">The scan.</param>
    /// <param name="request">Which results, and how many at once; <c>null</c> for all, best first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">The scan has not ended, and partial results were not asked for.</exception>
    /// <exception cref="ScanProblemException">There is no such scan, or the server cannot tell.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async IAsyncEnumerable<OpportunityInfo> ReadResultsAsync(
        string scanId, ResultsRequest? request = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var next = request ?? new ResultsRequest();
        while (true)
        {
            var page = await GetResultsAsync(scanId, next, cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"The scan '{scanId}' has not ended; ask for partial results, or watch it first.");
            foreach (var opportunity in page.Opportunities) yield return opportunity;
            if (page.NextCursor is null) yield break;
            next = next with { Cursor = page.NextCursor };
        }
    }

    /// <summary>The owner's scans, newest first, page by page as they are asked for.</summary>
    /// <param name="pageSize">How many at once: 1 to 100.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ScanProblemException">The server cannot tell.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async IAsyncEnumerable<ScanListItem> ListAsync(int pageSize = 20, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var cursor = "";
        while (true)
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"?limit={pageSize}{cursor}"));
            var page = await SendAsync(message, ClientJson.Default.ScanList, cancellationToken).ConfigureAwait(false);
            foreach (var scan in page.Scans) yield return scan;
            if (page.NextCursor is null) yield break;
            cursor = "&cursor=" + Uri.EscapeDataString(page.NextCursor);
        }
    }

    /// <summary>Asks a scan to stop; its status shows when it has. What was found is kept.</summary>
    /// <param name="scanId">The scan.</param>
    /// <param name="cancellationToken">Cancels this request; the wish may have been granted.</param>
    /// <exception cref="ScanProblemException">There is no such scan, or the server cannot tell.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached.</exception>
    public async Task<CanceledScan> CancelAsync(string scanId, CancellationToken cancellationToken = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Delete, Escaped(scanId));
        return await SendAsync(message, ClientJson.Default.CanceledScan, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        await Problems.ThrowAsync(response, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException e)
        {
            throw new HttpRequestException(HttpRequestError.InvalidResponse, "The answer is not what the endpoints of OpportunityScan say.", e, response.StatusCode);
        }
    }

    private static string Escaped(string scanId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(scanId);
        return Uri.EscapeDataString(scanId);
    }

    /// <summary>A key as a structured header has it.</summary>
    private static string Quoted(string key) => "\"" + key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";
}
