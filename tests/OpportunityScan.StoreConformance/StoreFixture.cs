using OpportunityScan.Storage;

namespace OpportunityScan.StoreConformance;

/// <summary>
/// What a store gives the suites: itself, empty, and power over its clock and its memory. One fixture serves one test. The suites never assume
/// more of the clock than that <see cref="AdvanceAsync"/> lets time pass; where that is real waiting, keep the short spans short. Where something
/// must happen before one of them is over, the suites take longer ones on a slow machine.
/// </summary>
public abstract class StoreFixture : IAsyncDisposable
{
    /// <summary>The store.</summary>
    public abstract IScanStore Store { get; }

    /// <summary>The same data as another process sees them; where a store has no processes, the same instance.</summary>
    public abstract IScanStore Another { get; }

    /// <summary>A lease that does not lapse within a test.</summary>
    public virtual TimeSpan LongLease => TimeSpan.FromMinutes(10);

    /// <summary>A lease that a test waits out.</summary>
    public virtual TimeSpan ShortLease => TimeSpan.FromMilliseconds(200);

    /// <summary>A retention (of scans, and of tombstones) that does not end within a test.</summary>
    public virtual TimeSpan LongRetention => TimeSpan.FromMinutes(10);

    /// <summary>A retention that a test waits out.</summary>
    public virtual TimeSpan ShortRetention => TimeSpan.FromSeconds(1);

    /// <summary>The least span that the store's clock tells apart.</summary>
    public virtual TimeSpan Tick => TimeSpan.FromMilliseconds(2);

    /// <summary>How long a signal may take, in real time, before a test fails.</summary>
    public virtual TimeSpan Patience => TimeSpan.FromMinutes(2);

    /// <summary>How many steps a random history has.</summary>
    public virtual int HistoryLength => 200;

    /// <summary>Lets at least this much time pass by the store's clock.</summary>
    public abstract Task AdvanceAsync(TimeSpan by);

    /// <summary>Makes the store lose a scan, as a failover or a flush would.</summary>
    public abstract Task LoseAsync(ScanKey key);

    /// <inheritdoc />
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
