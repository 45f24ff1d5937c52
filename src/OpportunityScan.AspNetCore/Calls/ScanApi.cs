using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace OpportunityScan.AspNetCore.Calls;

/// <summary>
/// What the endpoints of one mapping share. The library's services are singletons: asked of the application when the first request comes, and
/// not of each request, which would make a scope of its own for that.
/// </summary>
internal sealed class ScanApi(IServiceProvider services, OpportunityScanHttpOptions options)
{
    private readonly Lazy<IScanCoordinator> _scans = new(services.GetRequiredService<IScanCoordinator>);
    private readonly Lazy<ScanLimits> _limits = new(() => services.GetRequiredService<IOptions<OpportunityScanOptions>>().Value.Limits);

    /// <summary>How they answer.</summary>
    internal OpportunityScanHttpOptions Options => options;

    internal IScanCoordinator Scans => _scans.Value;

    /// <summary>The library's bounds.</summary>
    internal ScanLimits Limits => _limits.Value;

    internal TimeProvider Time { get; } = services.GetService<TimeProvider>() ?? TimeProvider.System;

    /// <summary>Whether the store can be reached, for streams that hear nothing.</summary>
    internal StorePulse Pulse { get; } = new(services.GetRequiredService<IScanCoordinator>, services.GetService<TimeProvider>() ?? TimeProvider.System);

    /// <summary>The starts that are being answered.</summary>
    internal StartsUnderWay Starts { get; } = new();

    /// <summary>Where the unexpected goes.</summary>
    internal ILogger Logger { get; } = services.GetService<ILoggerFactory>()?.CreateLogger("OpportunityScan.AspNetCore") ?? NullLogger.Instance;

    /// <summary>Canceled when the host begins to stop.</summary>
    internal CancellationToken Stopping { get; } = services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
}
