using System.Security.Cryptography;
using System.Text;

namespace OpportunityScan.Redis.Scripting;

/// <summary>One operation, as it is sent: by its hash, and whole where a server has not seen it yet.</summary>
internal sealed class RedisScript
{
    private const string Common = "common";
    private const string Requests = "requests";
    private const string Lifetime = "lifetime";
    private const string Runners = "runners";

    /// <param name="name">The operation.</param>
    /// <param name="shared">What it shares with some others, in the order in which one needs the other.</param>
    private RedisScript(string name, params ReadOnlySpan<string> shared)
    {
        Name = name;
        Text = string.Join('\n', [Read(Common), .. Read(shared), Read(name)]);
#pragma warning disable CA5350 // SHA-1 is how Redis names scripts; nothing is secured by it.
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
#pragma warning restore CA5350
    }

    internal static RedisScript Create { get; } = new("create", Requests, Lifetime);

    internal static RedisScript Replace { get; } = new("replace", Requests, Lifetime);

    internal static RedisScript Peek { get; } = new("peek");

    internal static RedisScript Claim { get; } = new("claim");

    internal static RedisScript Commit { get; } = new("commit", Requests, Lifetime, Runners);

    internal static RedisScript Renew { get; } = new("renew", Runners);

    internal static RedisScript Release { get; } = new("release", Runners);

    internal static RedisScript Restore { get; } = new("restore", Requests, Runners);

    internal static RedisScript Cancel { get; } = new("cancel", Requests, Lifetime);

    internal static RedisScript Results { get; } = new("results");

    internal static RedisScript Found { get; } = new("found");

    internal static RedisScript Stage { get; } = new("stage");

    internal static RedisScript Expired { get; } = new("expired");

    internal static RedisScript Share { get; } = new("share");

    internal static RedisScript Layout { get; } = new("layout");

    internal static RedisScript Probe { get; } = new("probe");

    internal string Name { get; }

    internal string Text { get; }

    internal byte[] Hash { get; }

    private static string[] Read(ReadOnlySpan<string> names)
    {
        var texts = new string[names.Length];
        for (var i = 0; i < texts.Length; i++) texts[i] = Read(names[i]);
        return texts;
    }

    private static string Read(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name + ".lua")
            ?? throw new InvalidOperationException($"The script {name} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
