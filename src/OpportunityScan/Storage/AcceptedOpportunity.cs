using System.Runtime.InteropServices;
using System.Text.Json;

namespace OpportunityScan.Storage;

/// <summary>
/// An opportunity as it was accepted: the object, and its bytes as they are stored. Made once, when a strategy emits it; after that nothing about it
/// can fail or grow. Immutable.
/// </summary>
public sealed class AcceptedOpportunity : IEquatable<AcceptedOpportunity>
{
    private readonly byte[]? _utf8;

    /// <param name="value">The opportunity as it would be read back.</param>
    /// <param name="size">How many bytes it has.</param>
    /// <param name="utf8">The bytes; <c>null</c> where the store keeps the object, and they are only wanted by chance.</param>
    internal AcceptedOpportunity(Opportunity value, int size, byte[]? utf8) => (Value, Size, _utf8) = (value, size, utf8);

    /// <summary>The opportunity, as it is read back.</summary>
    public Opportunity Value { get; }

    /// <summary>How many bytes <see cref="Utf8"/> has.</summary>
    public int Size { get; }

    /// <summary>The opportunity as it is stored: a JSON object in UTF-8. Its format is part of every store's layout.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8 ?? OpportunityJson.Write(Value);

    /// <summary>The same without its bytes, for a store that keeps objects.</summary>
    internal AcceptedOpportunity WithoutBytes() => _utf8 is null ? this : new AcceptedOpportunity(Value, Size, null);

    /// <summary>Encodes an opportunity that keeps the rules; for tests of stores.</summary>
    /// <param name="opportunity">Valid, stamped and scored.</param>
    /// <exception cref="ArgumentException">It cannot be encoded.</exception>
    public static AcceptedOpportunity Of(Opportunity opportunity)
    {
        ArgumentNullException.ThrowIfNull(opportunity);
        try
        {
            return Read(OpportunityJson.Write(opportunity));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ArgumentException("The opportunity cannot be encoded.", nameof(opportunity), e);
        }
    }

    /// <summary>Reads one that was stored.</summary>
    /// <param name="utf8">What <see cref="Utf8"/> was; must not be changed afterwards.</param>
    /// <exception cref="JsonException">It is nothing that was stored.</exception>
    public static AcceptedOpportunity Read(ReadOnlyMemory<byte> utf8) =>
        Read(MemoryMarshal.TryGetArray(utf8, out var whole) && whole.Array!.Length == utf8.Length ? whole.Array : utf8.ToArray());

    /// <summary>Whether it is stored as the same bytes.</summary>
    public bool Equals(AcceptedOpportunity? other) =>
        ReferenceEquals(this, other) || (other is not null && Size == other.Size && Utf8.Span.SequenceEqual(other.Utf8.Span));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as AcceptedOpportunity);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Size, Value.Symbol, Value.ProfitPotential);

    private static AcceptedOpportunity Read(byte[] utf8) => new(OpportunityJson.Read(utf8), utf8.Length, utf8);
}
