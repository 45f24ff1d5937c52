using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OpportunityScan.AspNetCore.Calls;

/// <summary>What the endpoints of one mapping share.</summary>
/// <param name="Options">How they answer.</param>
/// <param name="Logger">Where the unexpected goes.</param>
/// <param name="Stopping">Canceled when the host begins to stop.</param>
internal sealed record ScanApi(OpportunityScanHttpOptions Options, ILogger Logger, CancellationToken Stopping)
{
    internal static ScanApi Of(IServiceProvider services, OpportunityScanHttpOptions options) => new(
        options,
        ((ILoggerFactory?)services.GetService(typeof(ILoggerFactory)))?.CreateLogger("OpportunityScan.AspNetCore") ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
        ((IHostApplicationLifetime?)services.GetService(typeof(IHostApplicationLifetime)))?.ApplicationStopping ?? CancellationToken.None);
}
