namespace OpportunityScan;

/// <summary>
/// Hash of everything that affects a scan's result: owner, normalised parameters, strategy ids and versions, and a deadline of the request's
/// own. Requests of one fingerprint may share one scan. The first 128 bits of a SHA-256 (FIPS 180-4) as 32 hexadecimal digits.
/// </summary>
/// <param name="Value">The digits.</param>
public readonly record struct Fingerprint(string Value)
{
    private readonly string? _value = Value is "" ? null : Value;

    /// <summary>The digits; empty for <c>default</c>, which stands for no request.</summary>
    public string Value
    {
        get => _value ?? "";
        init => _value = value is "" ? null : value;
    }

    /// <summary>The digits.</summary>
    public override string ToString() => Value;
}
