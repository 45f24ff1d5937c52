using Microsoft.Extensions.Logging;

namespace OpportunityScan.Diagnostics;

/// <summary>
/// Warns once that the store is out of reach, however many runs, watchers and readers of this process meet that, however often and with whatever
/// pauses, and says once that it is back and how long it was not. An outage lasts until every operation that failed has succeeded again and
/// nothing has failed for a while: that another operation succeeds, on another part of the store, does not end it.
/// </summary>
internal sealed class OutageLog(ILogger logger, TimeProvider timeProvider)
{
    /// <summary>For how long nothing may fail before an outage is over; who meets one tries again after two seconds or so.</summary>
    internal static readonly TimeSpan Calm = TimeSpan.FromSeconds(10);

    /// <summary>An operation that has not been tried for so long while others succeed is wanted by nobody any more.</summary>
    internal static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _failing = new(StringComparer.Ordinal);
    private volatile bool _lasts;
    private long _since;
    private long _lastMet;
    private long? _firstAnswer;
    private long? _recovered;
    private long? _silentSince;
    private bool _silenceTold;

    /// <summary>The store could not be reached.</summary>
    internal void Met(Exception? exception, string operation)
    {
        var now = timeProvider.GetTimestamp();
        bool isKnown;
        TimeSpan? lasted;
        lock (_gate)
        {
            lasted = EndIfOver(now); // nobody has asked since
            isKnown = _lasts;
            if (!isKnown) _since = now;
            (_lastMet, _lasts, _firstAnswer, _recovered) = (now, true, null, null);
            _failing[operation] = now;
        }

        if (lasted is { } span) logger.StoreAvailable(span);
        if (isKnown) logger.StoreStillUnavailable(exception, operation);
        else logger.StoreUnavailable(exception, operation);
    }

    /// <summary>The store has answered this operation.</summary>
    internal void Answered(string operation)
    {
        if (!_lasts) return; // nearly always, and every commit asks
        TimeSpan? lasted;
        lock (_gate)
        {
            if (!_lasts) return;
            var now = timeProvider.GetTimestamp();
            _firstAnswer ??= now;
            if (_failing.Remove(operation) && _failing.Count == 0) _recovered = now;
            foreach (var (other, last) in _failing)
            {
                if (timeProvider.GetElapsedTime(last, now) > Forgotten) _failing.Remove(other);
            }

            if (_failing.Count == 0) _recovered ??= _firstAnswer;
            lasted = EndIfOver(now);
        }

        if (lasted is { } span) logger.StoreAvailable(span);
    }

    /// <summary>
    /// The store's signals cannot be listened to; whoever waits for them polls. Where that is more than a part of an outage it is warned of once.
    /// </summary>
    internal void Silent(Exception exception)
    {
        lock (_gate)
        {
            var now = timeProvider.GetTimestamp();
            _silentSince ??= now;
            if (_silenceTold || _lasts || timeProvider.GetElapsedTime(_silentSince.Value, now) <= Calm) return;
            _silenceTold = true;
        }

        logger.SignalsMissing(exception);
    }

    /// <summary>They are listened to.</summary>
    internal void Heard()
    {
        lock (_gate) (_silentSince, _silenceTold) = (null, false);
    }

    /// <summary>Under the lock. How long the outage lasted, if it is over by now and nobody was told yet.</summary>
    private TimeSpan? EndIfOver(long now)
    {
        if (!_lasts || _recovered is not { } recovered || timeProvider.GetElapsedTime(_lastMet, now) <= Calm) return null;
        _lasts = false;
        var milliseconds = Math.Ceiling(timeProvider.GetElapsedTime(_since, recovered).TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(1, milliseconds)); // less than that is no time to speak of, and still not none
    }
}
