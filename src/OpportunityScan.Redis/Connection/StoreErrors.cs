using StackExchange.Redis;

namespace OpportunityScan.Redis.Connection;

/// <summary>What errors of the outside are to the library.</summary>
internal static class StoreErrors
{
    /// <summary>How a server or the client library says that a command does not exist, or that this user may not use it, a key or a channel.</summary>
    private static readonly string[] Denials =
    [
        "NOPERM", "unknown command", "unsupported command", "Unknown Redis command", "The user executing the script can't", "ACL failure in script",
        "No permissions to", "disabled in the command-map",
    ];

    /// <summary>Trouble with the store, as its contract has it. What the server said is in the inner exception only: it may repeat what was sent.</summary>
    internal static ScanStoreUnavailableException Unavailable(string operation, Exception exception) => exception switch
    {
        RedisRefusedException => new(exception.Message, exception),
        ScanStoreUnavailableException told => told,
        _ => new($"Redis could not be asked to {operation}: {exception.GetType().Name}.", exception),
    };

    /// <summary>
    /// Whether it is about what is stored, not about how to reach it: our script stumbled over it, or what it handed out could not be read.
    /// </summary>
    internal static bool IsDamage(ScanStoreUnavailableException exception) => exception.InnerException switch
    {
        null => false,
        RedisServerException said => said.Message.Contains("user_script", StringComparison.Ordinal),
        RedisException or RedisCommandException or RedisRefusedException or TimeoutException => false,
        _ => true,
    };

    /// <summary>Whether it says that something is missing for good, as opposed to trouble that may pass.</summary>
    internal static bool IsDenial(Exception exception) =>
        exception is RedisServerException or RedisCommandException && IsDenial(exception.Message);

    /// <summary>Whether an error's text says so.</summary>
    internal static bool IsDenial(string error) => Denials.Any(d => error.Contains(d, StringComparison.OrdinalIgnoreCase));
}
