using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Json;
using OpportunityScan.AspNetCore.Caching;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Endpoints;

/// <summary>Streams an answer with results: what stands around them first, then page after page as it is read, then where to go on.</summary>
internal static class ResultsWriter
{
    /// <summary>How much may be written before the client is given time to take it.</summary>
    private const int FlushBytes = 32 * 1024;

    internal static async Task WriteAsync(PipeWriter output, ResultsBody body, ResultPages pages, ScanResults first, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(output, WireJson.Writing);
        await using var disposal = writer.ConfigureAwait(false);
        Begin(writer, body);
        var (page, read) = (first, 0);
        while (true)
        {
            read += page.Items.Length;
            await ItemsAsync(writer, output, page.Items, first.Snapshot!.Plan, cancellationToken).ConfigureAwait(false);
            var wanted = pages.WantedAfter(read, page);
            if (wanted <= 0 || page.NextOffset is not { } next) break;
            page = await pages.ReadAsync(next, wanted, cancellationToken).ConfigureAwait(false);
            if (page.Snapshot is not { } scan || !Life.IsSame(scan, first.Snapshot!)) throw new ScanStoreUnavailableException("The results could not be read to their end."); // half an answer must not look whole
        }

        End(writer, page.NextOffset is { } offset ? pages.CursorAt(first.Snapshot!, offset) : null);
        writer.Flush();
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    private static void Begin(Utf8JsonWriter writer, ResultsBody body)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("success"u8, body.Success);
        writer.WriteString("scan_id"u8, body.ScanId);
        writer.WriteString("status"u8, body.Status);
        writer.WriteBoolean("partial"u8, body.Partial);
        writer.WriteBoolean("complete_results"u8, body.Complete);
        writer.WriteNumber("version"u8, body.Version);
        writer.WriteNumber("total_opportunities"u8, body.Total);
        Number(writer, "total_matching"u8, body.Matching);
        Number(writer, "expired"u8, body.Expired);
        writer.WriteString("user_id"u8, body.UserId);
        writer.WriteNumber("execution_time_ms"u8, body.ExecutionTime);
        writer.WriteString("last_updated"u8, body.LastUpdated);
        writer.WritePropertyName("metadata"u8);
        JsonSerializer.Serialize(writer, body.Metadata, WireJson.Default.ResultsMetadataBody);
        writer.WritePropertyName("progress"u8);
        JsonSerializer.Serialize(writer, body.Progress, WireJson.Default.ProgressBody);
        writer.WriteString("zero_reason"u8, body.ZeroReason);
        writer.WritePropertyName("filters"u8);
        JsonSerializer.Serialize(writer, body.Filters, WireJson.Default.FiltersBody);
        writer.WriteString("sort"u8, body.Sort);
        writer.WriteStartArray("opportunities"u8);
    }

    private static void Number(Utf8JsonWriter writer, ReadOnlySpan<byte> name, int? value)
    {
        if (value is { } known) writer.WriteNumber(name, known);
        else writer.WriteNull(name);
    }

    private static async ValueTask ItemsAsync(
        Utf8JsonWriter writer, PipeWriter output, ImmutableArray<Opportunity> items, ScanPlan plan, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            JsonSerializer.Serialize(writer, new OpportunityBody(item, plan), WireJson.Default.OpportunityBody);
            if (writer.BytesPending < FlushBytes) continue;
            writer.Flush();
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void End(Utf8JsonWriter writer, string? cursor)
    {
        writer.WriteEndArray();
        writer.WriteString("next_cursor"u8, cursor);
        writer.WriteEndObject();
    }
}
