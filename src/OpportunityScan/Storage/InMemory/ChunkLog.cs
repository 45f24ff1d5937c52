using System.Collections.Immutable;

namespace OpportunityScan.Storage.InMemory;

/// <summary>
/// What an unfinished scan has found so far. Only ever appended to, so a view taken under the store's lock can be read after it was left:
/// a commit costs what it adds, and a reader of many opportunities holds up no writer.
/// </summary>
internal sealed class ChunkLog
{
    private OpportunityChunk[] _chunks = [];
    private int _count;

    internal ReadOnlyMemory<OpportunityChunk> View => new(_chunks, 0, _count);

    internal void Append(ImmutableArray<OpportunityChunk> chunks)
    {
        if (_count + chunks.Length > _chunks.Length) Array.Resize(ref _chunks, Math.Max(_count + chunks.Length, 2 * _chunks.Length));
        chunks.CopyTo(_chunks, _count);
        _count += chunks.Length;
        foreach (var chunk in chunks) Recorded += chunk.Opportunities.Length;
    }

    internal void Clear() => (_chunks, _count, Recorded) = ([], 0, 0);

    /// <summary>How many opportunities were appended.</summary>
    internal int Recorded { get; private set; }

    internal static ImmutableArray<AcceptedOpportunity> Concatenate(ReadOnlySpan<OpportunityChunk> chunks)
    {
        var total = 0;
        foreach (var chunk in chunks) total += chunk.Opportunities.Length;
        var all = ImmutableArray.CreateBuilder<AcceptedOpportunity>(total);
        foreach (var chunk in chunks) all.AddRange(chunk.Opportunities);
        return all.MoveToImmutable();
    }
}
