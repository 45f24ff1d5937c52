using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Serialization;

/// <summary>Opportunities as Redis has them: one by one in what was found, together as the top, and as places in a ranking.</summary>
internal static class OpportunityCodec
{
    /// <summary>How many places a page of a ranking has. Part of the layout.</summary>
    internal const int PageSize = 100;

    /// <summary>Some together, as a JSON array of what each is.</summary>
    internal static byte[] Write(ImmutableArray<AcceptedOpportunity> opportunities)
    {
        var all = new ArrayBufferWriter<byte>(2 + opportunities.Sum(static o => o.Size + 1));
        all.Write("["u8);
        for (var i = 0; i < opportunities.Length; i++)
        {
            if (i > 0) all.Write(","u8);
            all.Write(opportunities[i].Utf8.Span);
        }

        all.Write("]"u8);
        return all.WrittenSpan.ToArray();
    }

    internal static ImmutableArray<AcceptedOpportunity> Read(RedisValue bytes)
    {
        var all = ImmutableArray.CreateBuilder<AcceptedOpportunity>();
        if (!bytes.IsNullOrEmpty) Read(bytes, all);
        return all.DrainToImmutable();
    }

    internal static AcceptedOpportunity ReadOne(RedisValue bytes) => AcceptedOpportunity.Read(bytes);

    /// <summary>What earlier versions wrote in place of single opportunities: <c>{"s":strategy,"o":[...]}</c>.</summary>
    internal static OpportunityChunk ReadChunk(RedisValue bytes)
    {
        ReadOnlyMemory<byte> json = bytes;
        using var chunk = JsonDocument.Parse(json);
        var opportunities = chunk.RootElement.GetProperty("o"u8).EnumerateArray()
            .Select(static o => AcceptedOpportunity.Read(Encoding.UTF8.GetBytes(o.GetRawText())));
        var strategy = chunk.RootElement.TryGetProperty("s"u8, out var place) ? place.GetInt32() : 0; // what is 0 was left out
        return new OpportunityChunk(strategy, [.. opportunities]);
    }

    /// <summary>A ranking as pages: the places, with commas between them.</summary>
    internal static IEnumerable<RedisValue> WritePages(ImmutableArray<int> ranking)
    {
        var page = new StringBuilder();
        for (var i = 0; i < ranking.Length; i++)
        {
            if (page.Length > 0) page.Append(',');
            page.Append(CultureInfo.InvariantCulture, $"{ranking[i]}");
            if ((i + 1) % PageSize != 0 && i + 1 != ranking.Length) continue;
            yield return page.ToString();
            page.Clear();
        }
    }

    private static void Read(RedisValue bytes, ImmutableArray<AcceptedOpportunity>.Builder all)
    {
        ReadOnlyMemory<byte> json = bytes;
        var reader = new Utf8JsonReader(json.Span);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.StartObject) continue;
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            all.Add(AcceptedOpportunity.Read(json[start..(int)reader.BytesConsumed]));
        }
    }
}
