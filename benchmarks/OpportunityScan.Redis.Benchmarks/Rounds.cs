using System.Globalization;

namespace OpportunityScan.Redis.Benchmarks;

/// <summary>
/// Compares rows in rounds: in each round every row has its turn, against the same server. A neighbour that takes the processor for a while slows
/// all rows of a round alike, so the median of the rounds' ratios says more than a ratio of two runs that were minutes apart.
/// </summary>
internal static class Rounds
{
    private const int Warmups = 3;
    private const int Count = 21;

    internal static async Task<Report> CompareAsync(string title, params Row[] rows)
    {
        for (var i = 0; i < Warmups; i++)
        {
            foreach (var row in rows) await row.RunAsync(row.Operations);
        }

        var micros = rows.Select(static _ => new List<double>()).ToArray();
        var bytes = new long[rows.Length];
        for (var round = 0; round < Count; round++)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                var turn = (round + i) % rows.Length; // nobody is always first
                var (taken, allocated) = await RunAsync(rows[turn]);
                micros[turn].Add(taken);
                bytes[turn] = allocated;
            }
        }

        var report = new Report(title, "Row", "Median [µs]", "Fastest round [µs]", "Ratio", "Goal", "Allocated [bytes]");
        for (var i = 0; i < rows.Length; i++)
        {
            var ratio = Median(micros[i].Zip(micros[0], static (row, baseline) => row / baseline));
            report.Add(rows[i].Name, Text(Median(micros[i]), "N1"), Text(micros[i].Min(), "N1"), Text(ratio, "0.000"), rows[i].Goal, Text(bytes[i], "N0"));
        }

        return report;
    }

    internal static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);

    private static async Task<(double Micros, long Bytes)> RunAsync(Row row)
    {
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var started = TimeProvider.System.GetTimestamp();
        await row.RunAsync(row.Operations);
        var taken = TimeProvider.System.GetElapsedTime(started);
        return (taken.TotalMicroseconds / row.Operations, (GC.GetTotalAllocatedBytes(precise: true) - allocated) / row.Operations);
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
