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
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Task _reading;

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
    /// <param name="onLine">Told of every line that it writes: a word, and the rest.</param>
    internal static SwarmProcess Start(int number, string redis, Action<string, string> onLine)
    {
        var start = new ProcessStartInfo("dotnet", [Assembly, number.ToString(CultureInfo.InvariantCulture), redis])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new SwarmProcess(number, Process.Start(start)!, onLine);
    }

    /// <summary>Tells it to start a scan and read it; one that has died is told nothing.</summary>
    internal Task StartAsync(SwarmScan scan) => SendAsync("start", scan);

    /// <summary>Tells it to read a scan that exists.</summary>
    internal Task FollowAsync(SwarmScan scan) => SendAsync("read", scan);

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
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(Patience, TimeProvider.System);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
        _writing.Dispose();
    }

    private async Task SendAsync(string word, SwarmScan scan)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{word} {scan.Number}"));
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException) when (_process.HasExited)
        {
            return; // it was just killed; whoever did that gives its scans to another one
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task ReadAsync()
    {
        string? complete = null;
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            Tell(complete);
            complete = line;
        }

        // The last line of one that was killed may be cut off.
        if (complete is not null && (complete.EndsWith('}') || complete.StartsWith(Reporter.BrokeWord, StringComparison.Ordinal))) Tell(complete);
    }

    private void Tell(string? line)
    {
        if (line?.IndexOf(' ', StringComparison.Ordinal) is > 0 and { } space) _onLine(line[..space], line[(space + 1)..]);
    }
}
