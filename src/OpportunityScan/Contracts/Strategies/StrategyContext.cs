namespace OpportunityScan;

/// <summary>What a strategy is told about the run it is part of.</summary>
public sealed class StrategyContext
{
    private readonly IProgress<double>? _progress;

    /// <summary>Puts a context together; public so that a strategy can be tested without a scan.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="parameters">What is asked.</param>
    /// <param name="attempt">The scan's attempt, from 1.</param>
    /// <param name="deadlineAt">When the strategy must have ended.</param>
    /// <param name="timeProvider">The clock to use; <c>null</c> for the system's.</param>
    /// <param name="reportProgress">Receives what <see cref="ReportProgress"/> is told; <c>null</c> for nobody.</param>
    public StrategyContext(
        ScanKey scan, ScanParameters parameters, int attempt, DateTimeOffset deadlineAt, TimeProvider? timeProvider = null, Action<double>? reportProgress = null)
        : this(
            scan, parameters, attempt, deadlineAt, timeProvider ?? TimeProvider.System,
            reportProgress is null ? null : new Reporter(reportProgress))
    {
    }

    internal StrategyContext(
        ScanKey scan, ScanParameters parameters, int attempt, DateTimeOffset deadlineAt, TimeProvider timeProvider, IProgress<double>? progress)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (Scan, Parameters, Attempt, DeadlineAt, TimeProvider, _progress) = (scan, parameters, attempt, deadlineAt, timeProvider, progress);
    }

    /// <summary>The scan.</summary>
    public ScanKey Scan { get; }

    /// <summary>Whose scan it is.</summary>
    public OwnerId Owner => Scan.Owner;

    /// <summary>What is asked, normalised.</summary>
    public ScanParameters Parameters { get; }

    /// <summary>The scan's attempt, from 1; above 1 when it was taken over from another worker, and this strategy may have run in part before.</summary>
    public int Attempt { get; }

    /// <summary>When the strategy must have ended: the earlier of its own timeout and the scan's deadline.</summary>
    public DateTimeOffset DeadlineAt { get; }

    /// <summary>The clock to use.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Says how far the strategy is. Cheap; may be called from any thread and as often as convenient.</summary>
    /// <param name="fraction">0 to 1; a lower one than before, or one out of range, changes nothing.</param>
    public void ReportProgress(double fraction) => _progress?.Report(fraction);

    private sealed class Reporter(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
