using System.Diagnostics;
using System.Globalization;
using OpportunityScan.Swarm.Worker;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>One process of a swarm. It ends when its standard input does, and so with the process of the tests.</summary>
internal sealed class SwarmProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string Assembly = typeof(SwarmScan).Assembly.Location;
    private readonly Process _process;
    private readonly Action<string, string> _onLine;
    private readonly Lock _writing = new();
    private readonly Task _reading;
    private bool _isOver;

    private SwarmProcess(int number, Process process, Action<string, string> onLine)
    {
        (Number, _process, _onLine) = (number, process, onLine);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Its number in the history.</summary>
    internal int Number { get; }

    internal int Id => _process.Id;

    /// <param name="number">What it is called in readings.</param>
    /// <param name="redis">Where its store is.</param>
    /// <param name="traits">In what it differs from others.</param>
    /// <param name="onLine">Told of every line that it writes: a word, and the rest.</param>
    internal static SwarmProcess Start(int number, string redis, SwarmTraits traits, Action<string, string> onLine)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, number.ToString(CultureInfo.InvariantCulture), redis, traits.ToString()])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new SwarmProcess(number, Process.Start(start)!, onLine);
    }

    /// <summary>Tells it to start a scan and read it; one that has died is told nothing.</summary>
    internal void Start(SwarmScan scan) => Send("start", scan);

    /// <summary>Tells it to read a scan that exists.</summary>
    internal void Follow(SwarmScan scan) => Send("read", scan);

    /// <summary>Tells it to cancel a scan that exists, and to say how long it took.</summary>
    internal void Cancel(SwarmScan scan) => Send("cancel", scan);

    /// <summary>Kills it, and takes in what it had written.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
    }

    /// <summary>Ends it in an orderly way, and says with which exit code.</summary>
    internal async Task<int> EndAsync()
    {
        Send("end");
        await _process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        lock (_writing) _isOver = true;
        _process.Dispose();
    }

    private void Send(string word, SwarmScan scan) => Send(string.Create(CultureInfo.InvariantCulture, $"{word} {scan.Number} {scan.Generation}"));

    private void Send(string line)
    {
        lock (_writing)
        {
            if (_isOver) return;
            try
            {
                _process.StandardInput.WriteLine(line);
                _process.StandardInput.Flush();
            }
            catch (IOException)
            {
                _isOver = true; // whoever killed it gives its scans to another one; if nobody did, its exit code tells
            }
        }
    }

    private async Task ReadAsync()
    {
        string? complete = null;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Tell(complete);
            complete = line;
            if (!line.StartsWith(Reporter.ReadyWord, StringComparison.Ordinal)) continue;
            Tell(line); // before there is anything else to tell
            complete = null;
        }

        // The last line of one that was killed may be cut off.
        if (complete is not null && (complete.EndsWith('}') || complete.StartsWith(Reporter.BrokeWord, StringComparison.Ordinal))) Tell(complete);
    }

    private void Tell(string? line)
    {
        if (line?.IndexOf(' ', StringComparison.Ordinal) is > 0 and { } space) _onLine(line[..space], line[(space + 1)..]);
    }
}
