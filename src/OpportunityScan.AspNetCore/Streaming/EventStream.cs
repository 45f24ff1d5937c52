using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Caching;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Problems;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Streaming;

/// <summary>
/// One client's stream of a scan: a snapshot first, then what changes, and a snapshot at the end. It ends with that one, when the client leaves, and when
/// the host stops: then the client connects again, to whichever process is there, and goes on from the last event it saw.
/// </summary>
internal sealed class EventStream(Call call, ScanKey key, ResultsFilter filter, Links links, EventWish wish) : IDisposable
{
    private readonly ShownStatus _shown = new();

    /// <summary>Whether the client was told that the store is out of reach, and not yet that it is back.</summary>
    private bool _isStoreDown;

    internal async Task RunAsync(long seen)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, call.Api.Stopping);
        var output = await BeginAsync(end.Token).ConfigureAwait(false);
        try
        {
            await PumpAsync(output, seen, end).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (call.Aborted.IsCancellationRequested || call.Api.Stopping.IsCancellationRequested)
        {
            // The client has left, or the host stops.
        }
        catch (ScanNotFoundException)
        {
            // Its retention ended under the stream: whoever connects again is told so.
        }
    }

    /// <summary>What stands before the events.</summary>
    internal static void Head(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = Answer.OwnerOnly;
        response.Headers["X-Accel-Buffering"] = "no"; // asks reverse proxies to pass events on as they come
    }

    private async Task<PipeWriter> BeginAsync(CancellationToken cancellationToken)
    {
        Head(call.Http);
        var response = call.Http.Response;
        call.Http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var output = response.BodyWriter;
        Text(output, string.Create(CultureInfo.InvariantCulture, $"retry: {(long)call.Options.PollingInterval.TotalMilliseconds}\n\n"));
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        return output;
    }

    /// <summary>Sends snapshots as they come, in long silences a sign of life, and word of trouble with the store. None of these waits for another.</summary>
    private async Task PumpAsync(PipeWriter output, long seen, CancellationTokenSource end)
    {
        var cancellationToken = end.Token;
        var snapshots = new SnapshotFeed(call, key, filter).ReadAsync(seen, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var disposal = snapshots.ConfigureAwait(false);
        var next = snapshots.MoveNextAsync().AsTask();
        Task? pause = null; // while it goes on, newer snapshots replace each other
        var silence = Task.Delay(call.Options.KeepAlive, call.Time, cancellationToken);
        var pulse = PulseAsync(cancellationToken);
        var (quiet, unheard) = (true, true);
        try
        {
            while (true)
            {
                await Task.WhenAny(pause ?? next, silence, pulse).ConfigureAwait(false);
                if (pause is null && next.IsCompleted)
                {
                    if (!await next.ConfigureAwait(false)) return;
                    Event(output, snapshots.Current.Scan, snapshots.Current.Best);
                    (quiet, unheard) = (false, false);
                    pause = Task.Delay(snapshots.Current.Scan.IsTerminal ? TimeSpan.Zero : wish.Interval, call.Time, cancellationToken);
                }

                if (pause is { IsCompleted: true }) (pause, next) = (null, snapshots.MoveNextAsync().AsTask());

                if (silence.IsCompleted)
                {
                    if (quiet) Text(output, ":\n\n");
                    (quiet, silence) = (true, Task.Delay(call.Options.KeepAlive, call.Time, cancellationToken));
                }

                if (pulse.IsCompleted)
                {
                    if (unheard) Tell(output, await pulse.ConfigureAwait(false)); // a snapshot that came meanwhile says more
                    (unheard, pulse) = (true, PulseAsync(cancellationToken));
                }

                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // An enumerator must not be disposed of while it is moving.
            await end.CancelAsync().ConfigureAwait(false);
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            call.Api.Pulse.Forget(key);
        }
    }

    private async Task<bool> PulseAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(StorePulse.Interval, call.Time, cancellationToken).ConfigureAwait(false);
        return await call.Api.Pulse.IsDownAsync(key).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says once in each outage of the store that nothing is heard because nothing can be read, and once that it can be again.</summary>
    private void Tell(PipeWriter output, bool isDown)
    {
        if (isDown == _isStoreDown) return;
        _isStoreDown = isDown;
        if (isDown) Event(output, "problem", new Problem(ProblemKind.StoreUnavailable).Body, WireJson.Default.ProblemBody);
        else Text(output, "event: recovered\ndata: {}\n\n");
    }

    private void Event(PipeWriter output, ScanSnapshot scan, ImmutableArray<Opportunity> best)
    {
        _isStoreDown = false; // that a snapshot comes says as much
        var whole = Write(new StatusBody(call.View(scan, best, links, filter)));
        var isChange = _shown.Any && !scan.IsTerminal && !wish.IsFull;
        Text(output, string.Create(CultureInfo.InvariantCulture, $"event: {(isChange ? "change" : "snapshot")}\nid: {SeenVersion.Of(scan)}\ndata: "));
        if (isChange)
        {
            using var change = Scratch.Rent();
            _shown.WriteChange(change.Writer, whole);
            output.Write(change.Finish());
        }
        else
        {
            output.Write(whole);
            if (!wish.IsFull) _shown.Keep(whole);
        }

        Text(output, "\n\n");
    }

    private static byte[] Write(StatusBody status)
    {
        using var scratch = Scratch.Rent();
        JsonSerializer.Serialize(scratch.Writer, status, WireJson.Default.StatusBody);
        return scratch.Finish().ToArray();
    }

    private static void Event<T>(PipeWriter output, string name, T data, JsonTypeInfo<T> type)
    {
        Text(output, $"event: {name}\ndata: ");
        using var scratch = Scratch.Rent();
        JsonSerializer.Serialize(scratch.Writer, data, type);
        output.Write(scratch.Finish());
        Text(output, "\n\n");
    }

    private static void Text(PipeWriter output, string text) => Encoding.ASCII.GetBytes(text, output);

    public void Dispose() => _shown.Dispose();
}
