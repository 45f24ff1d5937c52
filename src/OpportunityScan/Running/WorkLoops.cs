using OpportunityScan.Diagnostics;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>The loops of a worker. Trouble with the store never ends them; it is logged, and they try again at the next tick.</summary>
internal static class WorkLoops
{
    /// <summary>Claims what is due whenever a slot is free; woken by signals, and by a slow poll in case one was lost.</summary>
    internal static async Task ClaimAsync(
        ScanWorker worker, RunnerServices services, AsyncSignal due, CancellationToken claiming, CancellationToken stopping)
    {
        var poll = services.Options.PollInterval;
        var ticks = services.TimeProvider.CreateTimer(static s => ((AsyncSignal)s!).Set(), due, poll, poll);
        await using var disposal = ticks.ConfigureAwait(false);
        try
        {
            while (true)
            {
                await worker.TakeSlotAsync(claiming).ConfigureAwait(false);
                if (!await TryAsync(worker, services, "claim", () => ClaimOneAsync(worker, services, stopping), stopping).ConfigureAwait(false))
                    await due.WaitAsync(claiming).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (claiming.IsCancellationRequested)
        {
            // The orderly end of the loop.
        }
    }

    /// <summary>Passes the store's signals on for as long as the worker lives.</summary>
    internal static async Task ListenAsync(ScanWorker worker, RunnerServices services, AsyncSignal due, CancellationToken stopping)
    {
        IAsyncDisposable? signals = null;
        using var retry = new PeriodicTimer(services.Options.PollInterval, services.TimeProvider);
        try
        {
            while ((signals = await SubscribedAsync(worker, services, stopping).ConfigureAwait(false)) is null)
                await retry.WaitForNextTickAsync(stopping).ConfigureAwait(false);

            due.Set(); // whatever became due before anybody listened
            await Task.Delay(Timeout.InfiniteTimeSpan, services.TimeProvider, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The orderly end of the loop.
        }
        finally
        {
            if (signals is not null) await signals.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The subscription to signals; <c>null</c> while there can be none, when polling has to do.</summary>
    private static async ValueTask<IAsyncDisposable?> SubscribedAsync(ScanWorker worker, RunnerServices services, CancellationToken stopping)
    {
        try
        {
            var signals = await services.Store.WatchWorkAsync(worker.OnSignal, stopping).ConfigureAwait(false);
            services.Outages.Heard();
            return signals;
        }
        catch (ScanStoreUnavailableException e)
        {
            services.Outages.Silent(e);
            return null;
        }
    }

    /// <summary>Renews the leases of all that runs, three times as often as they would lapse.</summary>
    internal static async Task RenewAsync(ScanWorker worker, RunnerServices services, CancellationToken stopping)
    {
        var period = services.Options.LeaseDuration / 3;
        try
        {
            // A clock that is moved by hand must tick by hand.
            if (services.TimeProvider == TimeProvider.System)
            {
                await LeaseThread.RunAsync(period, () => RenewAllAsync(worker, services, stopping), stopping).ConfigureAwait(false);
                return;
            }

            using var ticks = new PeriodicTimer(period, services.TimeProvider);
            while (await ticks.WaitForNextTickAsync(stopping).ConfigureAwait(false)) await RenewAllAsync(worker, services, stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The orderly end of the loop.
        }
    }

    private static async Task RenewAllAsync(ScanWorker worker, RunnerServices services, CancellationToken stopping)
    {
        var renewals = worker.Runs.Select(run => TryAsync(worker, services, "renew", async () =>
        {
            await run.RenewAsync(stopping).ConfigureAwait(false);
            return true;
        }, stopping));
        await Task.WhenAll(worker.IsBusy ? renewals.Append(ShowAsync(worker, services, stopping)) : renewals).ConfigureAwait(false);
    }

    /// <summary>A worker without a free slot asks for nothing; others must know all the same that it is there, and what it can run.</summary>
    private static Task<bool> ShowAsync(ScanWorker worker, RunnerServices services, CancellationToken stopping) => TryAsync(worker, services, "show", async () =>
    {
        await services.Store.ClaimAsync(worker.NewClaim() with { IsBusy = true }, stopping).ConfigureAwait(false);
        return true;
    }, stopping);

    /// <summary>Claims into the slot that was taken, or gives the slot back.</summary>
    private static async Task<bool> ClaimOneAsync(ScanWorker worker, RunnerServices services, CancellationToken stopping)
    {
        var asked = worker.NextClaim();
        ClaimedScan? claim = null;
        try
        {
            claim = await services.Store.ClaimAsync(asked, stopping).ConfigureAwait(false);
        }
        catch (ScanStoreUnavailableException)
        {
            worker.KeepAsked(asked);
            throw;
        }
        finally
        {
            if (claim is null) worker.GiveSlotBack();
        }

        if (claim is not null) worker.Launch(claim);
        return claim is not null;
    }

    private static async Task<bool> TryAsync(
        ScanWorker worker, RunnerServices services, string operation, Func<Task<bool>> action, CancellationToken stopping)
    {
        try
        {
            var done = await action().ConfigureAwait(false);
            services.Outages.Answered(operation);
            worker.Contact.Answered();
            return done;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (ScanStoreUnavailableException e)
        {
            services.Outages.Met(e, operation);
            worker.Contact.Failed();
        }
#pragma warning disable CA1031 // A third-party store may throw anything; the loop must live, and the fault must be seen.
        catch (Exception e)
#pragma warning restore CA1031
        {
            services.Logger.BackgroundLoopFailed(e, operation);
        }

        return false;
    }
}
