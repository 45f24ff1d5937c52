using System.IO.Compression;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using ScanWeb.Tests.Clients;
using ScanWeb.Tests.Processes;
using Xunit.Abstractions;

namespace ScanWeb.Tests.Workers;

/// <summary>What following a scan costs a watcher's line.</summary>
public sealed class EventWeightTests(ITestOutputHelper output)
{
    private const int MostBytes = 150_000;

    [Fact]
    public async Task Through_nginx_events_come_compressed_and_as_they_happen_and_a_whole_scan_is_light()
    {
        await using var deployment = await Deployment.StartAsync(1, "--latency", "100ms");
        using var client = await ApiClient.SignInAsync(deployment.Address);
        var started = await client.PostAsync($"{ApiClient.Scans}/discover", new { force_refresh = true });
        using var request = new HttpRequestMessage(HttpMethod.Get, started.Text("events_url"));
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        using var bound = Bound.Source();
        using var response = await client.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, bound.Token);
        await using var body = await response.Content.ReadAsStreamAsync(bound.Token);
        await using var plain = new GZipStream(body, CompressionMode.Decompress);

        var (bytes, events, whileRunning, last) = (0, 0, 0, "");
        await foreach (var item in SseParser.Create(plain).EnumerateAsync(bound.Token))
        {
            bytes += Encoding.UTF8.GetByteCount(item.Data);
            events++;
            last = item.Data;
            if (whileRunning == 0 && (await client.GetAsync(started.Text("poll_url"))).Text("phase") is "running") whileRunning = events;
        }

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        response.Content.Headers.ContentEncoding.Should().Equal("gzip");
        whileRunning.Should().BePositive("an event must not wait for the next ones to be compressed with");
        JsonDocument.Parse(last).RootElement.GetProperty("phase").GetString().Should().Be("ended");
        output.WriteLine($"{events} events of {bytes} bytes.");
        events.Should().BeGreaterThan(5);
        bytes.Should().BeLessThan(MostBytes);
    }
}
