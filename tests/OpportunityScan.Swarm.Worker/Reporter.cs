using System.Globalization;
using System.Text.Json;

namespace OpportunityScan.Swarm.Worker;

/// <summary>The lines that a worker of the swarm writes: a word that says what it is about, and the rest.</summary>
internal sealed class Reporter(TextWriter output)
{
    internal const string ReadyWord = "ready";
    internal const string ReadWord = "read";
    internal const string StartedWord = "started";
    internal const string CanceledWord = "canceled";
    internal const string BrokeWord = "broke";

    private readonly Lock _writing = new();

    internal void Ready(int process) => Write(ReadyWord, process.ToString(CultureInfo.InvariantCulture));

    internal void Read(Reading reading) => Write(ReadWord, JsonSerializer.Serialize(reading));

    internal void Started(SwarmScan scan) => Write(StartedWord, scan.Number.ToString(CultureInfo.InvariantCulture));

    internal void Canceled(TimeSpan after) => Write(CanceledWord, after.TotalMilliseconds.ToString(CultureInfo.InvariantCulture));

    internal void Broke(Exception exception) => Write(BrokeWord, exception.ToString().ReplaceLineEndings(" "));

    /// <summary>In one piece: whoever kills the process finds whole lines, and at most one that is cut off.</summary>
    private void Write(string word, string rest)
    {
        lock (_writing)
        {
            output.Write($"{word} {rest}\n");
            output.Flush();
        }
    }
}
