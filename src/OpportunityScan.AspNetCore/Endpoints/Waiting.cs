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

    /// <summary>Whether the client says that it has a version, whichever (<c>If-None-Match: *</c>).</summary>
    internal static bool NamesAny(Call call) => call.Http.Request.Headers.IfNoneMatch.ToString().Trim() is "*";

    /// <summary>Whether the client says which versions it has.</summary>
    internal static bool NamesVersions(Call call) => call.Http.Request.Headers.IfNoneMatch.Count > 0 && !NamesAny(call);

    /// <summary>
    /// Whether the client has this version. One that has waited and says only that it has some version means the one that there was before.
    /// </summary>
    internal static bool IsKnown(Call call, ETag tag, ScanSnapshot scan, ScanSnapshot? before) =>
        before is not null && NamesAny(call) ? IsSame(scan, before) : tag.Matches(call.Http.Request, scan);

    internal static bool IsSame(ScanSnapshot scan, ScanSnapshot? before) =>
        before is not null && scan.Key == before.Key && scan.Version == before.Version && Life.IsSame(scan, before);

    /// <summary>Waits until the client's patience ends, it leaves, or the host stops.</summary>
    internal static async Task PauseAsync(Call call, TimeSpan wait)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(call.Api.Stopping, call.Aborted);
        await Task.Delay(wait, call.Time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        call.Aborted.ThrowIfCancellationRequested();
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
