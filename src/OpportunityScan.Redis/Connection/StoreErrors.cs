using System.Net.Sockets;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>The one place that tells trouble that may pass from defects.</summary>
internal static class StoreErrors
{
    /// <summary>Where the client's connections are written to.</summary>
    private const string Pipelines = "System.IO.Pipelines";

    /// <summary>How the errors of a server begin that is not, or not now, in a state to serve.</summary>
    private static readonly string[] Passing =
    [
        "LOADING", "READONLY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "MOVED", "ASK", "BUSY", "NOREPLICAS", "MISCONF", "OOM", "UNKILLABLE",
        "ERR max number of clients", "NOAUTH", "WRONGPASS", "NOPERM",
    ];

    internal static bool MayPass(Exception exception) => exception switch
    {
        RedisServerException server => Passing.Any(p => server.Message.Contains(p, StringComparison.Ordinal)),
        RedisConnectionException or RedisTimeoutException or TimeoutException or ObjectDisposedException => true,
        OperationCanceledException or IOException or SocketException => true, // what is under way when the client loses its connection
        InvalidOperationException => string.Equals(exception.Source, Pipelines, StringComparison.Ordinal), // or is just being written to it
        _ => false,
    };

    /// <summary>The same trouble, after so long that asking again at once has no point.</summary>
    internal static Exception Late(Exception exception) => exception as TimeoutException ?? new TimeoutException(exception.Message, exception);

    /// <summary>Whether it came quickly enough to ask again.</summary>
    internal static bool IsQuick(ScanStoreUnavailableException exception) => exception.InnerException is not TimeoutException;

    internal static ScanStoreUnavailableException Unavailable(string operation, Exception exception) =>
        new($"Redis could not be asked to {operation}: {exception.GetType().Name}.", exception);
}
