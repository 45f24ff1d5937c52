namespace OpportunityScan;

/// <summary>
/// Runs scans in this process. In a generic host it starts and stops with the host, unless <see cref="OpportunityScanOptions.RunWorker"/>
/// is off; without a host, start and stop it yourself.
/// </summary>
/// <remarks>Resolving it from the container throws <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> when an option or a strategy breaks a rule.</remarks>
public interface IScanWorker
{
    /// <summary>Its name in records and logs; unique to this process.</summary>
    string Name { get; }

    /// <summary>How many scans run in this process now.</summary>
    int RunningScans { get; }

    /// <summary>Begins to claim scans. Returns once it does; starting twice changes nothing.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="InvalidOperationException">It was stopped before.</exception>
    Task StartAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Stops in an orderly way: claims no more, stops the running strategies, stores what they found, and gives each scan back to whoever
    /// shares the store (no attempt counted). Where nobody does, they end as <see cref="ScanStatus.Canceled"/>.
    /// </summary>
    /// <param name="cancellationToken">Ends the orderly part: whatever runs then is abandoned, as in a crash. Of several calls the first one's counts; all return when it is done.</param>
    Task StopAsync(CancellationToken cancellationToken = default);
}
