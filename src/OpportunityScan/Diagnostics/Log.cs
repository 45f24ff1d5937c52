using Microsoft.Extensions.Logging;

namespace OpportunityScan.Diagnostics;

/// <summary>Every message of the library, with constant ids: 1xx scans, 2xx strategies, 3xx the store, 4xx observers.</summary>
internal static partial class Log
{
    [LoggerMessage(101, LogLevel.Information, "Scan {ScanId} {Disposition} with {Strategies} strategies")]
    public static partial void ScanStarted(this ILogger logger, ScanId scanId, StartDisposition disposition, int strategies);

    [LoggerMessage(102, LogLevel.Information, "Scan {ScanId} claimed as attempt {Attempt}")]
    public static partial void ScanClaimed(this ILogger logger, ScanId scanId, int attempt);

    [LoggerMessage(103, LogLevel.Information, "Scan {ScanId} ended as {Status} ({Cause}) with {Found} opportunities")]
    public static partial void ScanEnded(this ILogger logger, ScanId scanId, ScanStatus status, EndCause cause, int found);

    [LoggerMessage(104, LogLevel.Information, "Scan {ScanId} given back for another worker")]
    public static partial void ScanReleased(this ILogger logger, ScanId scanId);

    [LoggerMessage(105, LogLevel.Warning, "Scan {ScanId}, attempt {Attempt}, is superseded; this run ends without writing")]
    public static partial void RunFenced(this ILogger logger, ScanId scanId, int attempt);

    [LoggerMessage(106, LogLevel.Warning, "Scan {ScanId} was lost by the store while it ran, and is written again")]
    public static partial void ScanRestored(this ILogger logger, ScanId scanId);

    [LoggerMessage(107, LogLevel.Critical, "Scan {ScanId}: the run broke down; its lease will lapse and another worker takes over")]
    public static partial void RunBroke(this ILogger logger, Exception exception, ScanId scanId);

    [LoggerMessage(108, LogLevel.Error, "Scan {ScanId}: the store refused a commit as invalid; this run ends without writing")]
    public static partial void CommitInvalid(this ILogger logger, ScanId scanId);

    [LoggerMessage(109, LogLevel.Warning, "Scans are kept in this process, and no worker runs here (RunWorker is false, or IScanWorker.StartAsync was not called): scans wait until one does")]
    public static partial void NobodyRunsScans(this ILogger logger);

    [LoggerMessage(110, LogLevel.Warning, "StopGrace is {Grace}, but the host shuts down within {Shutdown}: strategies that need longer to stop are cut off")]
    public static partial void StopGraceTooLong(this ILogger logger, TimeSpan grace, TimeSpan shutdown);

    [LoggerMessage(201, LogLevel.Warning, "Scan {ScanId}: strategy {StrategyId} failed ({Code})")]
    public static partial void StrategyFailed(this ILogger logger, Exception exception, ScanId scanId, StrategyId strategyId, string code);

    [LoggerMessage(202, LogLevel.Warning, "Scan {ScanId}: strategy {StrategyId} did not stop when told to and was left behind")]
    public static partial void StrategyDetached(this ILogger logger, ScanId scanId, StrategyId strategyId);

    [LoggerMessage(203, LogLevel.Information, "Scan {ScanId}: strategy {StrategyId} ended at last, after it had been left behind")]
    public static partial void DetachedStrategyEnded(this ILogger logger, Exception? exception, ScanId scanId, StrategyId strategyId);

    [LoggerMessage(204, LogLevel.Warning, "A callback that a strategy registered on its cancellation token threw")]
    public static partial void CancellationCallbackThrew(this ILogger logger, Exception exception);

    [LoggerMessage(205, LogLevel.Warning, "Strategy {StrategyId}: what it used threw when it was disposed after the run; the outcome stays as it is")]
    public static partial void StrategyDisposeFailed(this ILogger logger, Exception exception, StrategyId strategyId);

    [LoggerMessage(206, LogLevel.Warning, "A strategy's code threw where nobody awaits it")]
    public static partial void StrayExceptionThrown(this ILogger logger, Exception exception);

    [LoggerMessage(207, LogLevel.Warning, "The strategy {Strategy} could not say how much a request asks of it; estimates do without")]
    public static partial void SizeUnknown(this ILogger logger, Exception exception, StrategyId strategy);

    [LoggerMessage(301, LogLevel.Warning, "The store is unavailable: {Operation}; trying again")]
    public static partial void StoreUnavailable(this ILogger logger, Exception? exception, string operation);

    [LoggerMessage(302, LogLevel.Warning, "Lookup policy {Policy} failed")]
    public static partial void LookupPolicyFailed(this ILogger logger, Exception exception, string policy);

    [LoggerMessage(303, LogLevel.Warning, "Lookup policy {Policy} answered with a scan that does not answer the query; dropped")]
    public static partial void LookupAnswerRefused(this ILogger logger, string policy);

    [LoggerMessage(304, LogLevel.Error, "{Operation} failed; trying again")]
    public static partial void BackgroundLoopFailed(this ILogger logger, Exception exception, string operation);

    [LoggerMessage(305, LogLevel.Debug, "The store is still unavailable: {Operation}")]
    public static partial void StoreStillUnavailable(this ILogger logger, Exception? exception, string operation);

    [LoggerMessage(306, LogLevel.Information, "The store is available again; it was not for {Duration}")]
    public static partial void StoreAvailable(this ILogger logger, TimeSpan duration);

    [LoggerMessage(307, LogLevel.Warning, "The signals of the store cannot be listened to; watchers and workers poll instead")]
    public static partial void SignalsMissing(this ILogger logger, Exception exception);

    [LoggerMessage(401, LogLevel.Error, "The ranker threw or returned a score that is not finite; the default score is used for such opportunities, now and later")]
    public static partial void RankerFailed(this ILogger logger, Exception? exception);

    [LoggerMessage(402, LogLevel.Error, "DescribeError threw; the type of the strategy's exception is shown instead")]
    public static partial void DescribeErrorFailed(this ILogger logger, Exception exception);
}
