using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OpportunityScan.Client;

/// <summary>One watch of a scan, over as many connections as it takes (https://html.spec.whatwg.org/multipage/server-sent-events.html).</summary>
internal sealed class ScanWatch(HttpClient http, string scanId, ScanClientOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    private readonly Random _chance = new();
    private string? _lastEvent;
    private string _scanId = scanId; // that of the latest, once it is known
    private long _version;
    private bool _isOver;
    private int _failures;
    private TimeSpan? _retryAfter;

    internal async IAsyncEnumerable<ScanInfo> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
            await using (connection.ConfigureAwait(false))
            {
                while (await MovedAsync(connection, cancellationToken).ConfigureAwait(false) is { } scan)
                {
                    if (scan.Version <= _version) continue;
                    (_version, _scanId) = (scan.Version, scan.ScanId);
                    yield return scan;
                    if (scan.HasEnded) yield break;
                }
            }

            if (_isOver) yield break;
            await Task.Delay(Pause(), options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The next state on a connection; <c>null</c> when the connection has ended, whatever ended it.</summary>
    private async ValueTask<ScanInfo?> MovedAsync(IAsyncEnumerator<ScanInfo> connection, CancellationToken cancellationToken)
    {
        try
        {
            if (!await connection.MoveNextAsync().ConfigureAwait(false)) return null;
            (_failures, _retryAfter) = (0, null);
            return connection.Current;
        }
        catch (ScanProblemException problem) when (problem.MayPass)
        {
            _retryAfter = problem.RetryAfter;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The line dropped, was silent for too long, or said what makes no sense: it is opened again.
        }

        _failures++;
        return null;
    }

    private async IAsyncEnumerable<ScanInfo> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(options.Silence, options.TimeProvider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "events/" + Uri.EscapeDataString(_scanId));
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_lastEvent is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", _lastEvent);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token).ConfigureAwait(false);
        await Problems.ThrowAsync(response, end.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            _isOver = true; // it has ended, and that was seen
            yield break;
        }

        var body = await response.Content.ReadAsStreamAsync(end.Token).ConfigureAwait(false);
        await using var disposal = body.ConfigureAwait(false);
        var seen = new WatchedScan();
        await foreach (var item in SseParser.Create(new HeardStream(body, () => silence.CancelAfter(options.Silence))).EnumerateAsync(end.Token).ConfigureAwait(false))
        {
            if (item.EventType is not ("snapshot" or "change")) continue;
            var scan = item.EventType is "snapshot" ? seen.Take(item.Data) : seen.Change(item.Data);
            _lastEvent = item.EventId;
            yield return scan;
        }
    }

    /// <summary>Longer each time, not for all clients the same, and no shorter than the server asks for.</summary>
    private TimeSpan Pause()
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(_failures, 10));
        if (_retryAfter > pause) pause = _retryAfter.Value;
        if (pause > options.LongestPause) pause = options.LongestPause;
#pragma warning disable CA5394 // Spreads clients in time; nothing is secured by it.
        return pause * (0.75 + (_chance.NextDouble() / 2));
#pragma warning restore CA5394
    }
}
