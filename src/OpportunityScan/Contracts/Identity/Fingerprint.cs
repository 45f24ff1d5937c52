namespace OpportunityScan;

/// <summary>
/// Hash of everything that affects a scan's result: owner, normalised parameters, strategy ids and versions, and a deadline of the request's
/// own. Requests of one fingerprint may share one scan. The first 128 bits of a SHA-256 (FIPS 180-4) as 32 hexadecimal digits.
/// </summary>
/// <param name="Value">The digits.</param>
public readonly record struct Fingerprint(string Value)
{
    /// <summary>The digits.</summary>
    public override string ToString() => Value ?? "";
}
