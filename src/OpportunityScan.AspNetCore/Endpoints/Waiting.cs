using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Caching;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Requests;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary>Long polls: waits until a scan has changed, the client's patience ends, or the host stops.</summary>
internal static class Waiting
{
    /// <summary>How long the client may wait; <c>null</c> when it does not ask to. Says in the answer what was granted.</summary>
    internal static TimeSpan? Granted(Call call)
    {
        if (Preferences.Wait(call.Http.Request) is not { } seconds) return null;
        var granted = (int)Math.Min(seconds, call.Options.LongPollLimit.TotalSeconds);
        call.Http.Response.Headers["Preference-Applied"] = "wait=" + Numbers.Text(granted);
        return TimeSpan.FromSeconds(granted);
    }

    /// <summary>Returns when there is something else than <paramref name="known"/> (or than now), or nothing more to wait for; never says what.</summary>
    internal static async Task ForChangeAsync(Call call, ScanKey key, SeenVersion? known, TimeSpan wait)
    {
        if (wait <= TimeSpan.Zero) return;
        using var patience = new CancellationTokenSource(wait, call.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, call.Api.Stopping, call.Aborted);
        try
        {
            await foreach (var scan in call.Scans.WatchAsync(key, 0, end.Token).ConfigureAwait(false))
            {
                if (scan.IsTerminal || (known is { } seen && (seen.Version != scan.Version || !seen.IsOf(scan)))) return;
                known = SeenVersion.Of(scan);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !call.Aborted.IsCancellationRequested)
        {
            // Patience has ended, or the host stops: the answer is what there is.
        }
        catch (Exception e) when (e is ScanNotFoundException or ScanStoreUnavailableException)
        {
            // The read that follows says so.
        }
    }
}
