using Microsoft.Extensions.Logging;
using OpportunityScan.Diagnostics;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>What every run of this process shares.</summary>
internal sealed record RunnerServices(
    IScanStore Store,
    OpportunityScanOptions Options,
    TimeProvider TimeProvider,
    ILogger Logger,
    OutageLog Outages,
    ScanMetrics Metrics,
    SafeRanker Ranker,
    ScanEstimator Estimator,
    DurationExchange Durations,
    StrategyBody Body,
    StrategySet Runnable,
    CommitSender Sender,
    Pulse Pulse);
