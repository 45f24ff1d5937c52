using System.Collections.Immutable;
using System.Text.Json;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Serialization;

/// <summary>Opportunities to bytes and back: as the top, as chunks, and as pages of a ranking.</summary>
internal static class OpportunityCodec
{
    /// <summary>How many ranked results a page has. Part of the layout.</summary>
    internal const int PageSize = 100;

    internal static byte[] Write(ImmutableArray<Opportunity> opportunities) =>
        JsonSerializer.SerializeToUtf8Bytes(Wires(opportunities.AsSpan()), WireContext.Compact.OpportunityWireArray);

    internal static ImmutableArray<Opportunity> Read(RedisValue bytes) =>
        bytes.IsNullOrEmpty ? [] : Opportunities(JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)bytes).Span, WireContext.Compact.OpportunityWireArray)!);

    internal static byte[] WriteChunk(OpportunityChunk chunk) =>
        JsonSerializer.SerializeToUtf8Bytes(new ChunkWire(chunk.Strategy, Wires(chunk.Opportunities.AsSpan())), WireContext.Compact.ChunkWire);

    internal static OpportunityChunk ReadChunk(RedisValue bytes)
    {
        var wire = JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)bytes).Span, WireContext.Compact.ChunkWire)!;
        return new OpportunityChunk(wire.Strategy, Opportunities(wire.Opportunities));
    }

    /// <summary>A ranking as pages.</summary>
    internal static IEnumerable<byte[]> WritePages(ImmutableArray<Opportunity> ranked)
    {
        for (var first = 0; first < ranked.Length; first += PageSize)
            yield return Write(ranked.Slice(first, Math.Min(PageSize, ranked.Length - first)));
    }

    private static OpportunityWire[] Wires(ReadOnlySpan<Opportunity> opportunities)
    {
        var wires = new OpportunityWire[opportunities.Length];
        for (var i = 0; i < wires.Length; i++) wires[i] = Wire(opportunities[i]);
        return wires;
    }

    private static ImmutableArray<Opportunity> Opportunities(OpportunityWire[] wires) => [.. wires.Select(Opportunity)];

    private static OpportunityWire Wire(Opportunity o) => new()
    {
        Type = o.Type,
        Symbol = o.Symbol,
        Exchange = o.Exchange.Length == 0 ? null : o.Exchange,
        Side = o.Side,
        ProfitPotential = o.ProfitPotential,
        Confidence = o.Confidence,
        Risk = o.Risk == RiskLevel.Medium ? null : o.Risk,
        RequiredCapital = o.RequiredCapital,
        Timeframe = o.Timeframe,
        EntryPrice = o.EntryPrice,
        ExitPrice = o.ExitPrice,
        Metadata = o.Metadata,
        DiscoveredAt = o.DiscoveredAt.UtcTicks,
        ExpiresAt = o.ExpiresAt?.UtcTicks,
        Strategy = o.Strategy.Value,
        Score = o.Score,
    };

    private static Opportunity Opportunity(OpportunityWire w) => new()
    {
        Type = w.Type,
        Symbol = w.Symbol,
        Exchange = w.Exchange ?? "",
        Side = w.Side,
        ProfitPotential = w.ProfitPotential,
        Confidence = w.Confidence,
        Risk = w.Risk ?? RiskLevel.Medium,
        RequiredCapital = w.RequiredCapital,
        Timeframe = w.Timeframe,
        EntryPrice = w.EntryPrice,
        ExitPrice = w.ExitPrice,
        Metadata = w.Metadata,
        DiscoveredAt = new DateTimeOffset(w.DiscoveredAt, TimeSpan.Zero),
        ExpiresAt = w.ExpiresAt is { } expires ? new DateTimeOffset(expires, TimeSpan.Zero) : null,
        Strategy = w.Strategy.Length == 0 ? default : new StrategyId(w.Strategy),
        Score = w.Score,
    };
}
