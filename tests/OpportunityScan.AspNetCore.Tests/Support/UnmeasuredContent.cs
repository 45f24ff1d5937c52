using System.Net;
using System.Text;

namespace OpportunityScan.AspNetCore.Tests.Support;

/// <summary>JSON that does not say how long it is.</summary>
internal sealed class UnmeasuredContent : HttpContent
{
    private readonly byte[] _bytes;

    internal UnmeasuredContent(string text)
    {
        _bytes = Encoding.UTF8.GetBytes(text);
        Headers.TryAddWithoutValidation("Content-Type", "application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(_bytes).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
