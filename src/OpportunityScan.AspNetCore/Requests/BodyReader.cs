using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Reads a whole request body, within bounds of size and time.</summary>
internal static class BodyReader
{
    /// <summary>What some writers put in front of UTF-8.</summary>
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <exception cref="BadHttpRequestException">The body does not come (408), is too large (413), or is something else than JSON as it is (415).</exception>
    internal static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(
        HttpRequest request, OpportunityScanHttpOptions options, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (request.ContentLength > options.MaxBodyBytes) throw Refused(StatusCodes.Status413PayloadTooLarge);
        using var patience = new CancellationTokenSource(options.BodyTimeout, timeProvider);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var body = await ReadAsync(request, options.MaxBodyBytes, end.Token).ConfigureAwait(false);
            if (body.Length > 0 && !IsPlainJson(request)) throw Refused(StatusCodes.Status415UnsupportedMediaType);
            return body.AsSpan().StartsWith(ByteOrderMark) ? body.AsMemory(ByteOrderMark.Length) : body;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Refused(StatusCodes.Status408RequestTimeout);
        }
    }

    private static async ValueTask<byte[]> ReadAsync(HttpRequest request, int most, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.Length > most) throw Refused(StatusCodes.Status413PayloadTooLarge);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            var body = read.Buffer.ToArray();
            reader.AdvanceTo(read.Buffer.End);
            return body;
        }
    }

    private static BadHttpRequestException Refused(int status) => new("", status);

    /// <summary>Whether it is JSON in UTF-8 that is not encoded; a host that lets clients compress decodes it before it comes here.</summary>
    private static bool IsPlainJson(HttpRequest request) =>
        request.Headers.ContentEncoding.All(static e => string.IsNullOrEmpty(e) || e.Equals("identity", StringComparison.OrdinalIgnoreCase))
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Type.Equals("application", StringComparison.OrdinalIgnoreCase) && type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)))
        && (!type.Charset.HasValue || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));
}
