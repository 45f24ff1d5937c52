using System.Security.Cryptography;

namespace OpportunityScan;

/// <summary>
/// Which run of a scan speaks: the fence of every write. A store that lost data may count attempts anew; a token is never drawn again, so that no two
/// runs share an id.
/// </summary>
/// <param name="Attempt">How often the scan had been claimed, this run's claim included; from 1, and 0 for no run.</param>
/// <param name="Token">Drawn at random for the claim; empty for no run.</param>
public readonly record struct RunId(int Attempt, string Token)
{
    private const int TokenLength = 16;

    /// <summary>Draws a token: 16 hexadecimal digits of a cryptographic random source.</summary>
    public static string NewToken() => RandomNumberGenerator.GetHexString(TokenLength, lowercase: true);

    /// <summary><c>2:1f…</c>, for people.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Attempt}:{Token}");
}
