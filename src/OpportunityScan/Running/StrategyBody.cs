using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpportunityScan.Diagnostics;

namespace OpportunityScan.Running;

/// <summary>Runs a strategy's own code to whatever end it comes, and tells the run which end that was. Never throws.</summary>
internal sealed class StrategyBody(
    StrategyCatalog catalog, IServiceProvider services, IServiceScopeFactory scopes, OpportunityScanOptions options, ILogger logger)
{
    internal const int MaxMessageLength = 512;

    private static readonly StrategyEnd Unknown = new(
        StrategyStatus.Failed, StrategyErrorCodes.UnknownStrategy, "The worker that claimed the scan does not know this strategy.");

    internal async Task RunAsync(StrategyRun run)
    {
        if (catalog.Find(run.Strategy) is not { } registration)
        {
            run.End(Unknown, null);
            return;
        }

        Exception? cause = null;
        var created = false;
        try
        {
            AsyncServiceScope? scope = registration.NeedsScope ? scopes.CreateAsyncScope() : null;
            try
            {
                var strategy = Create(registration, scope?.ServiceProvider ?? services);
                created = true;
                var emitted = strategy.ScanAsync(run.Context(), run.Token)
                    ?? throw new StrategyException(StrategyErrorCodes.Exception, "The strategy returned null in place of its opportunities.");
                await foreach (var opportunity in emitted.ConfigureAwait(false))
                {
                    if (!run.Emit(opportunity)) break; // left behind: nobody listens any more
                }
            }
            finally
            {
                if (scope is { } own) await own.DisposeAsync().ConfigureAwait(false);
            }
        }
#pragma warning disable CA1031 // Isolation is the purpose: a strategy may throw anything, and it becomes its outcome.
        catch (Exception e)
#pragma warning restore CA1031
        {
            cause = e;
        }

        run.End(cause is null ? StrategyEnd.Succeeded : Failure(cause, created), cause);
    }

    private static IStrategy Create(StrategyRegistration registration, IServiceProvider services) =>
        registration.Create(services) ?? throw new StrategyException(StrategyErrorCodes.CreationFailed, "The strategy's factory returned null.");

    /// <summary>An outcome is part of every status answer, so what is said in it has a bound.</summary>
    private static string Bounded(string message) => message.Length <= MaxMessageLength ? message : string.Concat(message.AsSpan(0, MaxMessageLength - 1), "…");

    private StrategyEnd Failure(Exception e, bool created)
    {
        if (e is StrategyException known) return new StrategyEnd(StrategyStatus.Failed, known.Code, Bounded(known.Message));
        var code = created ? e is OperationCanceledException ? StrategyErrorCodes.UnexpectedCancellation : StrategyErrorCodes.Exception : StrategyErrorCodes.CreationFailed;
        return new StrategyEnd(StrategyStatus.Failed, code, Describe(e));
    }

    private string Describe(Exception e)
    {
        try
        {
            if (options.DescribeError?.Invoke(e) is { } described) return Bounded(described);
        }
#pragma warning disable CA1031 // A host's callback may throw anything; the outcome must be recorded all the same.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            logger.DescribeErrorFailed(failure);
        }

        return $"The strategy threw {e.GetType().Name}.";
    }
}
