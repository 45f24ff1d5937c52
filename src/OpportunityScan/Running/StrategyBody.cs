using System.Threading.Tasks.Sources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpportunityScan.Diagnostics;

namespace OpportunityScan.Running;

/// <summary>Runs a strategy's own code to whatever end it comes, and tells the run which end that was. Never throws.</summary>
internal sealed class StrategyBody(
    StrategyCatalog catalog, IServiceProvider services, IServiceScopeFactory scopes, OpportunityScanOptions options, ILogger logger)
{
    private static readonly StrategyEnd Unknown = new(
        StrategyStatus.Failed, StrategyErrorCodes.UnknownStrategy, "The worker that claimed the scan does not know this strategy in the version that was planned.");

    /// <remarks>What is awaited comes back to the threads of strategies, whichever thread a strategy ended on: no step waits for the thread pool.</remarks>
    internal async Task RunAsync(StrategyRun run)
    {
        if (run.IsToldToStop)
        {
            run.End(StrategyEnd.Succeeded, null); // its turn came too late; why it was told to stop is its end
            return;
        }

        if (catalog.Find(run.Strategy, run.Version) is not { } registration)
        {
            run.End(Unknown, null);
            return;
        }

        var threads = StrategyThreads.Here;
        AsyncServiceScope? scope = null;
        IStrategy? strategy = null;
        var isOurs = false;
        var (end, cause) = (StrategyEnd.Succeeded, default(Exception));
        try
        {
            if (registration.NeedsScope) scope = scopes.CreateAsyncScope();
            (strategy, isOurs) = Create(registration, scope?.ServiceProvider ?? services);
            var emitted = strategy.ScanAsync(run.Context(), run.Token)
                ?? throw new StrategyException(StrategyErrorCodes.Exception, "The strategy returned null in place of its opportunities.");
            var each = emitted.GetAsyncEnumerator(run.Token);
            try
            {
                // An iterator of the compiler's goes on here on the thread it has, without being queued once more; all else would go to the
                // thread pool.
                var isIterator = each is IValueTaskSource<bool>;
                while (await each.MoveNextAsync().ConfigureAwait(!isIterator))
                {
                    await threads;
                    if (!run.Emit(each.Current)) break;
                }
            }
            finally
            {
                await threads;
                await ClearAsync(run, each).ConfigureAwait(true);
            }
        }
        catch (StrategyNotApplicableException e)
        {
            end = StrategyEnd.NotApplicable(e.Message);
        }
#pragma warning disable CA1031 // Isolation is the purpose: a strategy may throw anything, and it becomes its outcome.
        catch (Exception e)
#pragma warning restore CA1031
        {
            (end, cause) = (Failure(e, strategy is not null), e);
        }

        if (isOurs || scope is not null) run.ClearsUp(end, cause);
        if (isOurs) await ClearAsync(run, strategy).ConfigureAwait(true);
        if (scope is { } own) await ClearAsync(run, own).ConfigureAwait(true);
        run.End(end, cause);
    }

    /// <summary>Disposes what a run used. Whatever that throws is said, and changes nothing: what the strategy found was found.</summary>
    private async ValueTask ClearAsync(StrategyRun run, object? used)
    {
        try
        {
            if (used is IAsyncDisposable asynchronous) await asynchronous.DisposeAsync().ConfigureAwait(true);
            else (used as IDisposable)?.Dispose();
        }
#pragma warning disable CA1031 // A host's Dispose may throw anything.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.StrategyDisposeFailed(e, run.Strategy);
        }
    }

    private static (IStrategy Strategy, bool IsOurs) Create(StrategyRegistration registration, IServiceProvider services)
    {
        var watched = registration.IsMade ? new WatchedServices(services) : null;
        var strategy = registration.Create(watched ?? services)
            ?? throw new StrategyException(StrategyErrorCodes.CreationFailed, "The strategy's factory returned null.");
        return (strategy, watched?.Gave(strategy) == false);
    }

    private StrategyEnd Failure(Exception e, bool created)
    {
        if (e is StrategyException known) return new StrategyEnd(StrategyStatus.Failed, known.Code, TextRule.Told(known.Message));
        var code = created ? e is OperationCanceledException ? StrategyErrorCodes.UnexpectedCancellation : StrategyErrorCodes.Exception : StrategyErrorCodes.CreationFailed;
        return new StrategyEnd(StrategyStatus.Failed, code, Describe(e));
    }

    private string Describe(Exception e)
    {
        try
        {
            if (options.DescribeError?.Invoke(e) is { } described) return TextRule.Told(described);
        }
#pragma warning disable CA1031 // A host's callback may throw anything; the outcome must be recorded all the same.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.DescribeErrorFailed(failure);
        }

        return TextRule.Told($"The strategy threw {e.GetType().Name}.");
    }
}
