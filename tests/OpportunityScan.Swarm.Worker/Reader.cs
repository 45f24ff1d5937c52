using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace OpportunityScan.Swarm.Worker;

/// <summary>Asks for a scan again and again, from the instant its id exists until some time after its end, and reports every answer.</summary>
internal sealed class Reader(IScanCoordinator coordinator, int process, Reporter reporter)
{
    /// <summary>How often an ended scan is still asked for.</summary>
    private const int ReadsOfTheEnd = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeProvider Clock = TimeProvider.System;

    internal async Task ReadAsync(SwarmScan scan, CancellationToken cancellationToken)
    {
        for (var ends = 0; ends < ReadsOfTheEnd;)
        {
            var reading = await OnceAsync(scan, cancellationToken);
            reporter.Read(reading);
            if (reading.Results is not null) ends++;
            if (reading.Answer == LookupStatus.Expired) return; // it was read too late, if that is true
            if (ends > 0 && reading.Answer == LookupStatus.NotFound) return; // it was lost, if that may be
            await Task.Delay(Interval, Clock, cancellationToken);
        }
    }

    /// <summary>A start that comes when the scan of this id, which somebody else has started, is over and gone: that is an answer, too.</summary>
    internal void TooLate(SwarmScan scan) => reporter.Read(Asked(scan, Clock.GetTimestamp(), LookupStatus.Expired));

    /// <summary>What a start was answered with is told like any other answer.</summary>
    internal void Started(SwarmScan scan, long began, ScanSnapshot snapshot) => reporter.Read(Of(Asked(scan, began, LookupStatus.Found), snapshot, default));

    private Reading Asked(SwarmScan scan, long began, LookupStatus answer) => new()
    {
        Scan = scan.Number,
        Process = process,
        Began = began,
        Ended = Clock.GetTimestamp(),
        At = Clock.GetUtcNow(),
        Answer = answer,
    };

    private async Task<Reading> OnceAsync(SwarmScan scan, CancellationToken cancellationToken)
    {
        var began = Clock.GetTimestamp();
        var lookup = await coordinator.FindAsync(ScanQuery.ById(scan.Key), cancellationToken);
        var reading = Asked(scan, began, lookup.Status);
        if (lookup.Snapshot is not { } snapshot) return reading;
        var results = snapshot.IsTerminal ? await coordinator.GetResultsAsync(scan.Key, ResultsQuery.Top(1_000), cancellationToken) : null;
        // Where the store loses what it had, the two answers may be about two uses of the id; each must be right about its own.
        var isSame = results?.Snapshot is { IsTerminal: true } ended && ended.CreatedAt == snapshot.CreatedAt;
        var read = Of(reading, snapshot, isSame ? results!.Items : default);
        return results?.Snapshot is { } other && !isSame ? read with { Foreign = read.Foreign ?? Foreign(other.Plan, results.Items) } : read;
    }

    private static string? Foreign(ScanPlan plan, IEnumerable<Opportunity> told) => told.Select(o => SwarmStrategy.Foreign(plan, o)).FirstOrDefault(f => f is not null);

    private static Reading Of(Reading reading, ScanSnapshot snapshot, ImmutableArray<Opportunity> results) => reading with
    {
        Id = snapshot.Id.Value,
        Owner = snapshot.Owner.Value,
        Life = snapshot.CreatedAt.UtcTicks,
        Status = snapshot.Status,
        Version = snapshot.Version,
        Found = snapshot.Progress.Found,
        FoundByAll = SwarmStrategy.FoundByAll(snapshot.Plan),
        Foreign = Foreign(snapshot.Plan, results.IsDefault ? snapshot.Top : snapshot.Top.AddRange(results)),
        Late = (snapshot.EndedAt - snapshot.DeadlineAt)?.TotalMilliseconds,
        Outcomes = [.. snapshot.Outcomes.Select(Signature)],
        ExpiresAt = snapshot.ExpiresAt,
        Results = results.IsDefault ? null : Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(results))),
    };

    private static string Signature(StrategyOutcome outcome) => outcome.IsSettled
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.Status} in {outcome.Attempt} from {outcome.StartedAt?.UtcTicks} for {outcome.Elapsed?.Ticks}: {outcome.Found}")
        : "";
}
