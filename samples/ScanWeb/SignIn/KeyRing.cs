using Microsoft.AspNetCore.DataProtection;
using StackExchange.Redis;

namespace ScanWeb.SignIn;

/// <summary>The keys that tokens are protected with. In Redis all processes share them, so a token is good at each, and after a restart.</summary>
internal static class KeyRing
{
    private const string Application = "ScanWeb";
    private static readonly RedisKey Keys = "scanweb:keys";
    private static readonly RedisKey Lock = "scanweb:keys:lock";
    private static readonly TimeSpan LockTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Registers the keys: in Redis, or without it known to this process only and gone with it.</summary>
    internal static void AddKeyRing(this IServiceCollection services, IConnectionMultiplexer? redis)
    {
        var protection = services.AddDataProtection().SetApplicationName(Application);
        if (redis is null) protection.UseEphemeralDataProtectionProvider();
        else protection.PersistKeysToStackExchangeRedis(redis, Keys);
    }

    /// <summary>
    /// Sees to it that there is a key before the first token is made. Processes that start at the same instant would each make one of their own, and for
    /// a while know nothing of the others'; so one after the other looks.
    /// </summary>
    internal static async Task EnsureKeyAsync(this IServiceProvider services, IConnectionMultiplexer redis, TimeProvider clock)
    {
        var database = redis.GetDatabase();
        RedisValue holder = ScanId.New().Value;
        while (!await database.LockTakeAsync(Lock, holder, LockTime)) await Task.Delay(Pause, clock);
        try
        {
            services.GetDataProtectionProvider().CreateProtector(nameof(KeyRing)).Protect([]);
        }
        finally
        {
            await database.LockReleaseAsync(Lock, holder);
        }
    }
}
