using OpportunityScan.Lookup;
using OpportunityScan.Storage;

namespace OpportunityScan;

/// <summary>The built-in lookup policies, for hosts that compose a chain of their own.</summary>
public static class LookupPolicies
{
    /// <summary>Answers queries by id with that id from <paramref name="store"/>, or passes.</summary>
    public static IScanLookupPolicy ById(IScanStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new ByIdPolicy(store);
    }

    /// <summary>Answers queries by request from <paramref name="store"/>.</summary>
    public static IScanLookupPolicy ByRequest(IScanStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new ByRequestPolicy(store);
    }

    /// <summary>Answers queries for the owner's latest scan from <paramref name="store"/>.</summary>
    public static IScanLookupPolicy Latest(IScanStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        return new LatestPolicy(store);
    }

    /// <summary>Answers queries by id from a bounded cache of terminal scans in this process, which the chain fills: of those whose id was drawn for them.</summary>
    /// <param name="capacity">How many scans at most; positive.</param>
    /// <param name="timeProvider">The clock that ends retentions; <c>null</c> for the system's.</param>
    public static IScanLookupPolicy TerminalCache(int capacity = 1_000, TimeProvider? timeProvider = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        return new TerminalCachePolicy(capacity, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Asks <paramref name="inner"/> again, briefly, when its source cannot be reached.</summary>
    /// <param name="inner">The policy to ask.</param>
    /// <param name="retries">How often to ask again: 1 to 10.</param>
    /// <param name="firstDelay">How long to wait before the first repetition; doubled for each further one, with jitter. Zero to 1 minute; <c>null</c> for 20 ms.</param>
    /// <param name="timeProvider">The clock for the delays; <c>null</c> for the system's.</param>
    public static IScanLookupPolicy Retrying(IScanLookupPolicy inner, int retries = 2, TimeSpan? firstDelay = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(retries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(retries, 10);
        var delay = firstDelay ?? TimeSpan.FromMilliseconds(20);
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero, nameof(firstDelay));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(delay, TimeSpan.FromMinutes(1), nameof(firstDelay));
        return new RetryingPolicy(inner, retries, delay, timeProvider ?? TimeProvider.System);
    }
}
