using System.Security.Cryptography;
using System.Text;

namespace OpportunityScan.Redis.Scripting;

/// <summary>One operation, as it is sent: by its hash, and whole where a server has not seen it yet.</summary>
internal sealed class RedisScript
{
    private const string Shared = "common.lua";

    private RedisScript(string name)
    {
        Name = name;
        Text = Read(Shared) + "\n" + Read(name + ".lua");
#pragma warning disable CA5350 // SHA-1 is how Redis names scripts; nothing is secured by it.
        Hash = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
#pragma warning restore CA5350
    }

    internal static RedisScript Create { get; } = new("create");

    internal static RedisScript Replace { get; } = new("replace");

    internal static RedisScript Peek { get; } = new("peek");

    internal static RedisScript Claim { get; } = new("claim");

    internal static RedisScript Commit { get; } = new("commit");

    internal static RedisScript Renew { get; } = new("renew");

    internal static RedisScript Release { get; } = new("release");

    internal static RedisScript Restore { get; } = new("restore");

    internal static RedisScript Cancel { get; } = new("cancel");

    internal static RedisScript Results { get; } = new("results");

    internal static RedisScript Found { get; } = new("found");

    internal static RedisScript Stage { get; } = new("stage");

    internal static RedisScript Expired { get; } = new("expired");

    internal static RedisScript Layout { get; } = new("layout");

    internal static RedisScript Probe { get; } = new("probe");

    internal string Name { get; }

    internal string Text { get; }

    internal byte[] Hash { get; }

    private static string Read(string resource)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The script {resource} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
