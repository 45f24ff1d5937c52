using System.Collections.Immutable;
using OpportunityScan.Storage;

namespace OpportunityScan.StoreConformance.Histories;

/// <summary>Commits, most of them right and some wrong in every way in which one can be wrong.</summary>
internal sealed class RandomCommits(int seed, TimeSpan lease)
{
    private readonly Random _random = new(~seed);

    internal ScanCommit Next(ModelScan scan)
    {
        var state = scan.State;
        if (_random.Next(5) == 0) return End(scan);
        var place = _random.Next(state.Outcomes.Length);
        var was = state.Outcomes[place];
        var emitted = _random.Next(4);
        var change = new OutcomeChange(place, was with
        {
            Status = (StrategyStatus)_random.Next(1, 1 + (int)StrategyStatus.NotApplicable),
            Attempt = state.Attempt,
            Found = was.Found + emitted - (_random.Next(12) == 0 ? 4 : 0),
            Rejected = was.Rejected + _random.Next(3) - (_random.Next(20) == 0 ? 1 : 0),
            Merged = was.Merged + _random.Next(3) - (_random.Next(20) == 0 ? 1 : 0),
            Progress = _random.Next(4) == 0 ? 0.25 * _random.Next(5) : was.Progress,
            ErrorCode = _random.Next(4) == 0 ? StrategyErrorCodes.Exception : null,
        });
        var items = Sample.Opportunities(place, was.Found, emitted);
        return Commit(state) with
        {
            Changes = _random.Next(12) == 0 ? [] : [change],
            Chunks = emitted == 0 ? [] : [Sample.Chunk(place, items)],
            Top = _random.Next(3) == 0 ? Sample.Accepted(scan.Items.Concat(items).Take(3)) : default,
        };
    }

    private ScanCommit End(ModelScan scan)
    {
        var state = scan.State;
        var open = Enumerable.Range(0, state.Outcomes.Length).Where(i => !state.Outcomes[i].IsSettled);
        var changes = open.Select(i => new OutcomeChange(i, state.Outcomes[i] with { Status = (StrategyStatus)_random.Next(2, 1 + (int)StrategyStatus.NotApplicable) }));
        var ranking = Sample.Rank(scan.Items);
        return Commit(state) with
        {
            Changes = [.. _random.Next(6) == 0 ? changes.Skip(1) : changes],
            Top = Sample.Accepted(ranking.Take(3).Select(i => scan.Items[i])),
            End = new ScanEnd((EndCause)_random.Next(1 + (int)EndCause.NotRunnable), ranking),
        };
    }

    private ScanCommit Commit(ScanState state) => new()
    {
        Key = state.Plan.Key,
        Run = _random.Next(20) switch
        {
            0 => state.Run with { Attempt = state.Attempt - 1 },
            1 => state.Run with { Token = "another" },
            _ => state.Run,
        },
        Sequence = state.Sequence + _random.Next(10) switch { 0 => 0, 1 => 2, _ => 1 },
        Lease = lease,
        Changes = ImmutableArray<OutcomeChange>.Empty,
    };
}
