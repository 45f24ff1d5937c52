using OpportunityScan.Swarm.Worker;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>
/// What the promise says about a history, whatever happened to processes and store meanwhile. Pure: the same history gives the same violations.
/// What a store loses is told by <see cref="Lives"/>; all else holds within one life of a scan.
/// </summary>
internal static class HistoryChecker
{
    /// <summary>A line for everything that broke the promise; none when it was kept.</summary>
    internal static IReadOnlyList<string> Violations(History history)
    {
        var byScan = history.Readings.ToLookup(r => r.Scan);
        return [.. history.Started.Order().SelectMany(scan => OfScan(scan, [.. byScan[scan]], history))];
    }

    private static IEnumerable<string> OfScan(int scan, List<Reading> readings, History history)
    {
        var found = readings.FindAll(r => r.IsFound);
        string[] violations =
        [
            .. readings.Where(r => !r.IsFound).SelectMany(r => Miss(r, found, history)),
            .. found.SelectMany(Identity),
            .. Lives.Mixed(found, history.Losses),
            .. Lives.Of(found, history.Losses).SelectMany(OfLife),
            .. found.Where(r => r.Late > history.Lateness?.TotalMilliseconds).Select(r => $"ended {r.Late} ms after its deadline: {Tell(r)}").Take(1),
            .. found.Exists(r => r.IsTerminal) ? Array.Empty<string>() : ["nobody saw it end"],
        ];
        return violations.Select(v => $"Scan {scan}: {v}");
    }

    private static IEnumerable<string> OfLife(List<Reading> found) =>
    [
        .. Backward(found),
        .. SettledOnce(found),
        .. OneOf(found.GroupBy(r => r.Version), v => $"version {v}", r => (r.Status, r.Found, string.Join('|', r.Outcomes))),
        .. OneOf(found.Where(r => r.IsTerminal).GroupBy(_ => 0L), _ => "the end", r => (r.Status, r.Version, r.Found, string.Join('|', r.Outcomes))),
        .. OneOf(found.Where(r => r.Results is not null).GroupBy(_ => 0L), _ => "the result", r => r.Results!),
        .. found.Where(r => r.Status == ScanStatus.Completed && r.Found != r.FoundByAll).Select(r => $"completed with {r.Found} found: {Tell(r)}").Take(1),
    ];

    private static IEnumerable<string> Miss(Reading reading, List<Reading> found, History history)
    {
        // A process that was slow may ask when all is over.
        var expiresAt = found.Max(f => f.ExpiresAt);
        if (reading.Answer == LookupStatus.Expired && reading.At >= expiresAt) yield break;
        if (reading.Answer == LookupStatus.NotFound && reading.At >= expiresAt + SwarmSettings.TombstoneRetention) yield break;
        if (reading.Answer == LookupStatus.NotFound && Lives.ExcuseMiss(history.Losses, reading, found)) yield break;
        if (reading.Answer != LookupStatus.StoreUnavailable) yield return $"{reading.Answer}: {Tell(reading)}";
        else if (!history.Outages.Any(o => o.Excuses(reading)) && !history.Losses.Any(l => l.Excuses(reading)) && !WaitedInVain(reading))
            yield return $"StoreUnavailable while it was available: {Tell(reading)}";
    }

    /// <summary>On a busy machine nothing is wrong with the store, and still it does not answer within the time that a call has.</summary>
    private static bool WaitedInVain(Reading reading) => TimeProvider.System.GetElapsedTime(reading.Began, reading.Ended) >= SwarmSettings.CommandTimeout / 2;

    private static IEnumerable<string> Identity(Reading reading)
    {
        var key = new SwarmScan(reading.Scan).Key;
        if (!string.Equals(reading.Id, key.Id.Value, StringComparison.Ordinal)) yield return $"answered with id {reading.Id}: {Tell(reading)}";
        if (!string.Equals(reading.Owner, key.Owner.Value, StringComparison.Ordinal)) yield return $"answered with owner {reading.Owner}: {Tell(reading)}";
        if (reading.Foreign is { } foreign) yield return $"told {foreign}: {Tell(reading)}";
    }

    /// <summary>A reading must not be behind any that had ended, wherever, before it began.</summary>
    private static IEnumerable<string> Backward(List<Reading> found)
    {
        var ended = found.OrderBy(r => r.Ended).ToList();
        var (next, reached) = (0, HighWater.None);
        foreach (var reading in found.OrderBy(r => r.Began))
        {
            for (; ended[next].Ended < reading.Began; next++) reached = reached.With(ended[next]);
            if (reached.Missed(reading) is { } what) yield return $"{what} went back: {Tell(reading)}";
        }
    }

    private static IEnumerable<string> SettledOnce(List<Reading> found) =>
        from reading in found
        from outcome in reading.Outcomes.Index()
        where outcome.Item.Length > 0
        group outcome.Item by outcome.Index into strategy
        let outcomes = strategy.Distinct(StringComparer.Ordinal).ToList()
        where outcomes.Count > 1
        select $"strategy {strategy.Key} settled {outcomes.Count} times: {string.Join("; ", outcomes)}";

    private static IEnumerable<string> OneOf<TContent>(
        IEnumerable<IGrouping<long, Reading>> groups, Func<long, string> what, Func<Reading, TContent> content) =>
        from same in groups
        let contents = same.DistinctBy(content).ToList()
        where contents.Count > 1
        select $"{what(same.Key)} was told in {contents.Count} ways: {string.Join("; ", contents.Select(Tell))}";

    internal static string Tell(Reading r) =>
        $"process {r.Process}, {r.Began} to {r.Ended}, {r.Status} version {r.Version}, {r.Settled} settled, {r.Found} found";
}
