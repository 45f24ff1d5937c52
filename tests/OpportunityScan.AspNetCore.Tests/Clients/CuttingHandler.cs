using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace OpportunityScan.AspNetCore.Tests.Clients;

/// <summary>A line to a site that breaks: each event stream after so many events, the first one before any, silently, if so wished.</summary>
internal sealed class CuttingHandler(WebApplication app, int eventsEach) : DelegatingHandler(app.GetTestServer().CreateHandler())
{
    /// <summary>How many event streams were opened.</summary>
    internal int Opened { get; private set; }

    internal bool FirstIsDead { get; init; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType is not "text/event-stream") return response;
        Opened++;
        var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        response.Content = new StreamContent(FirstIsDead && Opened == 1 ? new SilentStream() : new CutStream(body, eventsEach));
        return response;
    }

    private sealed class SilentStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }

    /// <summary>Byte by byte, so that it breaks between any two of them.</summary>
    private sealed class CutStream(Stream inner, int events) : MemoryStream
    {
        private int _left = events;
        private bool _wasBreak;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_left == 0) throw new IOException("The line broke.");
            var read = await inner.ReadAsync(buffer[..1], cancellationToken);
            if (read == 0) return 0;
            var isBreak = buffer.Span[0] == (byte)'\n';
            if (isBreak && _wasBreak && _left < int.MaxValue) _left--;
            _wasBreak = isBreak;
            return read;
        }
    }
}
