using OpportunityScan.Redis.Benchmarks;

namespace OpportunityScan.Web.Benchmarks;

/// <summary>What a client of the event stream costs its server, and how long it takes until all of them know that the scan has ended.</summary>
internal static class EventsMeasure
{
    private const int Clients = 1_000;
    private static readonly byte[] FirstEvent = "event: snapshot\n"u8.ToArray();
    private static readonly byte[] LastEvent = "\"phase\":\"ended\""u8.ToArray();

    internal static async Task<Report> RunAsync()
    {
        await using var server = await ServerProcess.StartAsync();
        await MeasureAsync(server); // what is made once and kept: buffers, code
        var (heap, workingSet, taken) = await MeasureAsync(server);

        var report = new Report($"{Clients:N0} clients of the event stream of one running scan (14 strategies), in one process.", "Measure", "Value");
        report.Add("managed heap per client", StatusMeasure.Text(heap / (double)Clients / 1024, "N1") + " KiB");
        report.Add("working set per client, from a process that has served as many before", StatusMeasure.Text(workingSet / (double)Clients / 1024, "N1") + " KiB");
        report.Add("from the request to cancel until every client has the terminal snapshot", StatusMeasure.Text(taken.TotalMilliseconds, "N0") + " ms");
        return report;
    }

    private static async Task<(long Heap, long WorkingSet, TimeSpan Taken)> MeasureAsync(ServerProcess server)
    {
        var scan = await server.StartScanAsync(Server.Waiting, s => s.GetProperty("progress").GetProperty("opportunities_found_so_far").GetInt32() == Server.Waiting.Count());
        var before = await server.MemoryAsync();
        var clients = new List<RawConnection>();
        for (var i = 0; i < Clients; i++)
        {
            var client = await RawConnection.OpenAsync(server.Address, $"/scans/events/{scan}");
            clients.Add(client);
            await client.SendAsync();
            await client.ReadUntilAsync(FirstEvent);
        }

        var after = await server.MemoryAsync();
        var started = TimeProvider.System.GetTimestamp();
        var ends = clients.ConvertAll(client => client.ReadUntilAsync(LastEvent));
        (await server.CancelAsync(scan)).Dispose();
        await Task.WhenAll(ends);
        var taken = TimeProvider.System.GetElapsedTime(started);
        foreach (var client in clients) client.Dispose();
        return (after.Heap - before.Heap, after.WorkingSet - before.WorkingSet, taken);
    }
}
