using Microsoft.Extensions.Logging;

namespace OpportunityScan.AspNetCore;

/// <summary>Everything that the endpoints log. Nothing of a request is among it but the endpoint's own pattern.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The endpoint {Endpoint} failed unexpectedly.")]
    internal static partial void EndpointFailed(this ILogger logger, Exception exception, string endpoint);

    [LoggerMessage(2, LogLevel.Warning, "An authenticated request was refused, because it has no owner. {Lacking}")]
    internal static partial void OwnerMissing(this ILogger logger, string lacking);
}
