using Microsoft.Extensions.Logging;

namespace OpportunityScan.Diagnostics;

/// <summary>
/// Warns once that the store is out of reach, however many runs, watchers and readers of this process meet that and however often, and says once
/// that it is back.
/// </summary>
internal sealed class OutageLog(ILogger logger, TimeProvider timeProvider)
{
    /// <summary>
    /// Whoever meets an outage tries again within two seconds or so. An answer while others still meet it is from another part of the store; after
    /// so long without a failure it is over.
    /// </summary>
    internal static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile bool _lasts;
    private long _since;
    private long _lastMet;

    /// <summary>The store could not be reached.</summary>
    internal void Met(Exception? exception, string operation)
    {
        var now = timeProvider.GetTimestamp();
        bool isKnown;
        lock (_gate)
        {
            isKnown = _lasts && timeProvider.GetElapsedTime(_lastMet, now) <= Calm;
            if (!isKnown) _since = now;
            (_lastMet, _lasts) = (now, true);
        }

        if (isKnown) logger.StoreStillUnavailable(exception, operation);
        else logger.StoreUnavailable(exception, operation);
    }

    /// <summary>The store has answered.</summary>
    internal void Answered()
    {
        if (!_lasts) return; // nearly always, and every commit asks
        TimeSpan lasted;
        lock (_gate)
        {
            if (!_lasts || timeProvider.GetElapsedTime(_lastMet) <= Calm) return;
            _lasts = false;
            lasted = timeProvider.GetElapsedTime(_since, _lastMet);
        }

        logger.StoreAvailable(lasted);
    }
}
