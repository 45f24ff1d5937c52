using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OpportunityScan.Diagnostics;
using OpportunityScan.Storage;

namespace OpportunityScan.Lookup;

/// <summary>Asks one policy after the other until one has found the scan, and explains a miss.</summary>
internal sealed class LookupChain
{
    private const string Find = "find";
    private const string Explain = "explain a miss";
    private readonly ImmutableArray<IScanLookupPolicy> _policies;
    private readonly LookupTrace _start;
    private readonly LookupTrace _foundAtOnce;
    private readonly IScanStore _store;
    private readonly TerminalCachePolicy? _cache;
    private readonly LastKnownScans? _lastKnown;
    private readonly ILogger _logger;
    private readonly OutageLog _outages;

    internal LookupChain(ImmutableArray<IScanLookupPolicy> policies, IScanStore store, ILogger logger, OutageLog outages, LastKnownScans? lastKnown = null)
    {
        if (policies.IsEmpty)
            throw new ArgumentException("There is no lookup policy, so that no scan could ever be found; add at least one, or keep the built-in ones.", nameof(policies));
        if (policies.Length > LookupTrace.MaxSteps)
            throw new ArgumentException($"There are {policies.Length} lookup policies; at most {LookupTrace.MaxSteps} are allowed.", nameof(policies));
        (_policies, _store, _logger, _outages, _lastKnown) = (policies, store, logger, outages, lastKnown);
        _start = LookupTrace.Start([.. policies.Select(static p => p.Name)]);
        _foundAtOnce = _start.Next(LookupVerdict.Found);
        _cache = policies.OfType<TerminalCachePolicy>().FirstOrDefault();
    }

    internal ValueTask<ScanLookup> FindAsync(in ScanQuery query, CancellationToken cancellationToken)
    {
        var first = _policies[0];
        Ask(first, query, cancellationToken, out var asked);
        if (!asked.IsCompletedSuccessfully) return WalkAsync(query, asked, cancellationToken);

        // Nearly always the first policy finds the scan, and at once: no state machine for that.
        var answer = asked.Result;
        if (LookupDecision.Judge(query, answer, first) == LookupVerdict.Found) return new ValueTask<ScanLookup>(Found(answer, _foundAtOnce));
        return WalkAsync(query, new ValueTask<LookupAnswer>(answer), cancellationToken);
    }

    /// <summary>Goes on from what the first policy was asked.</summary>
    private async ValueTask<ScanLookup> WalkAsync(ScanQuery query, ValueTask<LookupAnswer> asked, CancellationToken cancellationToken)
    {
        var trace = _start;
        var unavailable = false;
        for (var i = 0; i < _policies.Length; i++)
        {
            var policy = _policies[i];
            if (i > 0) Ask(policy, query, cancellationToken, out asked);
            var answer = await AnswerAsync(asked, policy, cancellationToken).ConfigureAwait(false);
            var verdict = LookupDecision.Judge(query, answer, policy);
            if (verdict == LookupVerdict.Found)
            {
                if (policy != _cache) _outages.Answered(Find);
                return Found(answer, trace.Next(verdict));
            }

            trace = trace.Next(LookupDecision.Told(verdict, query, answer));
            if (verdict == LookupVerdict.Refused) _logger.LookupAnswerRefused(policy.Name);
            unavailable |= verdict == LookupVerdict.Unavailable;
        }

        if (unavailable) _outages.Met(null, Find);
        else _outages.Answered(Find);
        return await ExplainAsync(query, LookupDecision.Miss(unavailable), trace, cancellationToken).ConfigureAwait(false);
    }

    private ScanLookup Found(in LookupAnswer answer, in LookupTrace trace)
    {
        _cache?.Remember(answer.Snapshot!);
        _lastKnown?.Remember(answer.Snapshot!);
        return new ScanLookup(LookupStatus.Found, answer.Snapshot, trace);
    }

    /// <summary>Keeps what was read of a scan in another way, for when the store is out of reach; what the id stood for before is forgotten.</summary>
    internal void Note(ScanSnapshot snapshot)
    {
        _cache?.Supersede(snapshot);
        _lastKnown?.Remember(snapshot);
    }

    /// <summary>What is known of a scan while the store is out of reach.</summary>
    internal ScanSnapshot? LastKnown(ScanKey key) => _lastKnown?.Of(key);

    /// <summary>Why there is nothing to be found under a key.</summary>
    internal ValueTask<ScanLookup> ExplainMissAsync(ScanKey key, CancellationToken cancellationToken) =>
        ExplainAsync(ScanQuery.ById(key), LookupStatus.NotFound, default, cancellationToken);

    private async ValueTask<ScanLookup> ExplainAsync(ScanQuery query, LookupStatus miss, LookupTrace trace, CancellationToken cancellationToken)
    {
        if (miss == LookupStatus.NotFound && query.Kind == ScanQueryKind.ById)
        {
            try
            {
                if (await _store.IsExpiredAsync(query.Key, cancellationToken).ConfigureAwait(false)) miss = LookupStatus.Expired;
                _outages.Answered(Explain);
            }
            catch (ScanStoreUnavailableException e)
            {
                _outages.Met(e, Explain);
                miss = LookupStatus.StoreUnavailable;
            }
        }

        var lastKnown = miss == LookupStatus.StoreUnavailable && query.Kind == ScanQueryKind.ById ? _lastKnown?.Of(query.Key) : null;
        return new ScanLookup(miss, null, trace) { LastKnown = lastKnown };
    }

    /// <summary>Asks a policy. What it says is handed out instead of returned: it is on the path of every poll, and a returned value is copied twice.</summary>
    private static void Ask(IScanLookupPolicy policy, in ScanQuery query, CancellationToken cancellationToken, out ValueTask<LookupAnswer> asked)
    {
        try
        {
            asked = policy.LookupAsync(query, cancellationToken);
        }
#pragma warning disable CA1031 // A host's policy may throw anything; AnswerAsync makes of it what it makes of one that is thrown later.
        catch (Exception e)
#pragma warning restore CA1031
        {
            asked = ValueTask.FromException<LookupAnswer>(e);
        }
    }

    private async ValueTask<LookupAnswer> AnswerAsync(ValueTask<LookupAnswer> asked, IScanLookupPolicy policy, CancellationToken cancellationToken)
    {
        try
        {
            return await asked.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A host's policy may throw anything; that is "unavailable", never "not found".
        catch (Exception e) when (!IsCancellation(e, cancellationToken))
#pragma warning restore CA1031
        {
            _logger.LookupPolicyFailed(e, policy.Name);
            return LookupAnswer.Unavailable;
        }
    }

    private static bool IsCancellation(Exception e, CancellationToken cancellationToken) =>
        e is OperationCanceledException && cancellationToken.IsCancellationRequested;
}
