using System.Globalization;
using OpportunityScan.Redis.Benchmarks;

namespace OpportunityScan.Web.Benchmarks;

/// <summary>
/// Requests per second of a status, against the bare endpoint of the same process. In each round every row has its turn, so a neighbour that takes the
/// processor for a while slows all of them; what is reported is the median of the rounds' ratios.
/// </summary>
internal static class StatusMeasure
{
    private const int Connections = 32;
    private const int Warmups = 3;
    private const int Rounds = 21;
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(500);

    internal static async Task<Report> RunAsync()
    {
        await using var server = await ServerProcess.StartAsync();
        var running = await server.StartScanAsync(Server.Waiting, s => s.GetProperty("progress").GetProperty("opportunities_found_so_far").GetInt32() == Server.Waiting.Count());
        var key = Uri.EscapeDataString(await server.OnlyKeyAsync());
        var ended = await server.StartScanAsync(Server.Ending, s => s.GetProperty("phase").ValueEquals("ended"));
        Row[] rows =
        [
            await Row.OpenAsync(server, "bare endpoint, HGETALL of the running scan's record", $"/bare/{key}", "-"),
            await Row.OpenAsync(server, "status of the running scan", $"/scans/status/{running}", "at least 0.7"),
            await Row.OpenAsync(server, "status of the ended scan", $"/scans/status/{ended}", "at least 0.7"),
        ];
        for (var i = 0; i < Warmups; i++)
        {
            foreach (var row in rows) await row.RunAsync(Turn);
        }

        for (var round = 0; round < Rounds; round++)
        {
            // Nobody is always first.
            for (var i = 0; i < rows.Length; i++)
            {
                var row = rows[(round + i) % rows.Length];
                row.PerSecond.Add(await row.RunAsync(Turn));
            }
        }

        var report = new Report(
            $"GET /status, {Connections} connections, each asking again as soon as it is answered. Client, server and Redis share the processors.",
            "Row", "Median [requests/s]", "Best round [requests/s]", "Ratio", "Goal", "Server's processor time [µs/request]", "Body [bytes]");
        foreach (var row in rows)
        {
            var ratio = Median(row.PerSecond.Zip(rows[0].PerSecond, static (mine, bare) => mine / bare));
            report.Add(row.Name, Text(Median(row.PerSecond), "N0"), Text(row.PerSecond.Max(), "N0"), Text(ratio, "0.00"), row.Goal, Text(row.ProcessorTime.TotalMicroseconds / row.Requests, "N0"), Text(row.Bytes, "N0"));
            row.Dispose();
        }

        return report;
    }

    internal static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>An address that is asked over connections of its own.</summary>
    private sealed class Row(ServerProcess server, string name, string goal, RawConnection[] connections) : IDisposable
    {
        internal string Name => name;

        internal string Goal => goal;

        internal List<double> PerSecond { get; } = [];

        internal int Bytes { get; private set; }

        internal TimeSpan ProcessorTime { get; private set; }

        internal long Requests { get; private set; }

        internal static async Task<Row> OpenAsync(ServerProcess server, string name, string path, string goal) =>
            new(server, name, goal, await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => RawConnection.OpenAsync(server.Address, path))));

        /// <summary>Asks for so long. Returns the answers per second.</summary>
        internal async Task<double> RunAsync(TimeSpan turn)
        {
            var clock = TimeProvider.System;
            var started = clock.GetTimestamp();
            var used = server.ProcessorTime;
            var counts = await Task.WhenAll(connections.Select(async connection =>
            {
                var count = 0;
                for (; clock.GetElapsedTime(started) < turn; count++) Bytes = await connection.AskAsync();
                return count;
            }));
            ProcessorTime += server.ProcessorTime - used;
            Requests += counts.Sum();
            return counts.Sum() / clock.GetElapsedTime(started).TotalSeconds;
        }

        public void Dispose()
        {
            foreach (var connection in connections) connection.Dispose();
        }
    }
}
