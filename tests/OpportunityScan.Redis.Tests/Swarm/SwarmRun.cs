using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Swarm.Worker;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>Processes that start, run and read scans over one Redis, while things go wrong as planned. Writes down what all of them were told.</summary>
internal sealed class SwarmRun(SwarmStore store, ImmutableArray<SwarmTraits> workers) : IAsyncDisposable
{
    /// <summary>How many scans may be unfinished at once; beyond that starting waits.</summary>
    private const int MostUnfinished = 50;

    private const int ScansToCancel = 40;

    /// <summary>How many scans that have ended are started again when the store was emptied.</summary>
    private const int EndedToRepeat = 10;

    /// <summary>How long connections may take to come back.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartInterval = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeProvider Clock = TimeProvider.System;

    /// <summary>Where everything is, as workers that set nothing else have it.</summary>
    internal static readonly KeySpace Keys = new("opportunityscan:", new RedisStoreOptions().Partitions);

    private readonly SwarmProcess[] _processes = new SwarmProcess[workers.Length];
    private readonly ConcurrentQueue<Reading> _readings = new();
    private readonly ConcurrentQueue<Outage> _outages = new();
    private readonly ConcurrentQueue<Loss> _losses = new();
    private readonly ConcurrentQueue<string> _broken = new();
    private readonly ConcurrentQueue<TimeSpan> _cancels = new();
    private readonly ConcurrentDictionary<int, SwarmProcess> _toCancel = new();
    private readonly ConcurrentDictionary<int, SwarmScan> _unstarted = new();
    private readonly ConcurrentDictionary<int, SwarmScan> _unfinished = new();
    private readonly ConcurrentDictionary<int, int> _generations = new();
    private readonly SemaphoreSlim _oneRedisFault = new(1, 1);
    private int _ready;
    private int _started;
    private int _lastProcess;

    /// <summary>How long it took to cancel scans of other processes, when nothing was wrong.</summary>
    internal IReadOnlyCollection<TimeSpan> Cancels => _cancels;

    /// <summary>What processes said before they broke down; nothing else may end one that was not killed.</summary>
    internal IReadOnlyCollection<string> Broken => _broken;

    internal History History => new([.. Enumerable.Range(0, _started)], [.. _readings], [.. _outages])
    {
        Losses = [.. _losses.Select(loss => loss.Kept is null ? loss : loss.WithConnections(_readings))],
    };

    /// <summary>Lets everything happen, and waits until the last scan has ended.</summary>
    internal async Task RunAsync(ImmutableArray<Fault> plan, TimeSpan length, int seed)
    {
        for (var slot = 0; slot < workers.Length; slot++) _processes[slot] = Launch(slot);
        await UntilAsync(() => Task.FromResult(Volatile.Read(ref _ready) == workers.Length), Patience, static () => "Not all processes came up.");
        var start = Clock.GetTimestamp();
        await Task.WhenAll([StartScansAsync(new Random(seed), start, length), .. plan.Select(fault => CommitAsync(fault, start))]);
        await EndedAsync();
        await CancelScansAsync();
        await EndedAsync();
        if (!_broken.IsEmpty) return; // that is told, and what it leaves behind is no news
        await UntilAsync(NothingIsDueAsync, Patience, () => "Something is still due.");
        foreach (var (slot, process) in _processes.Index())
        {
            if (await process.EndAsync() is not 0 and var code) _broken.Enqueue(string.Create(CultureInfo.InvariantCulture, $"worker {slot} ended with {code}"));
        }
    }

    /// <summary>The keys that would live for longer than <paramref name="bound"/> from now on, or for ever.</summary>
    internal async Task<IReadOnlyList<string>> OutlivingAsync(TimeSpan bound)
    {
        await using var connection = await store.ConnectAsync();
        var outliving = new List<string>();
        await foreach (var key in connection.GetServers()[0].KeysAsync(pageSize: 1_000))
        {
            var left = await connection.GetDatabase().KeyTimeToLiveAsync(key);
            if (key.ToString().Contains(":ready:", StringComparison.Ordinal)) continue; // of a kind of worker, and bounded by what waits
            if (left > bound || (left is null && await connection.GetDatabase().KeyExistsAsync(key))) outliving.Add(key.ToString());
        }

        return outliving;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.OfType<SwarmProcess>()) await process.DisposeAsync();
        _oneRedisFault.Dispose();
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, TimeSpan bound, Func<string> otherwise)
    {
        for (var start = Clock.GetTimestamp(); !await condition(); await Task.Delay(TimeSpan.FromMilliseconds(50), Clock))
        {
            if (Clock.GetElapsedTime(start) > bound) throw new TimeoutException(otherwise());
        }
    }

    private SwarmProcess Launch(int slot) => SwarmProcess.Start(Interlocked.Increment(ref _lastProcess), store.Configuration, workers[slot], Hear);

    private async Task<bool> NothingIsDueAsync()
    {
        await using var connection = await store.ConnectAsync();
        var lengths = await Task.WhenAll(Keys.Due.Select(due => connection.GetDatabase().SortedSetLengthAsync(due)));
        return lengths.Sum() == 0;
    }

    private async Task StartScansAsync(Random chance, long start, TimeSpan length)
    {
        for (; Clock.GetElapsedTime(start) < length; await Task.Delay(StartInterval, Clock))
        {
            if (_unfinished.Count >= MostUnfinished) continue;
            var scan = new SwarmScan(_started++);
            (_unstarted[scan.Number], _unfinished[scan.Number]) = (scan, scan);
            _processes[chance.Next(workers.Length)].Start(scan);
        }
    }

    /// <summary>Starts scans in each process and has them canceled by the next one.</summary>
    private async Task CancelScansAsync()
    {
        for (var i = 0; i < ScansToCancel; i++, await Task.Delay(StartInterval, Clock))
        {
            var scan = new SwarmScan(_started++);
            _toCancel[scan.Number] = _processes[(i + 1) % workers.Length];
            (_unstarted[scan.Number], _unfinished[scan.Number]) = (scan, scan);
            _processes[i % workers.Length].Start(scan);
        }
    }

    private Task EndedAsync() => UntilAsync(
        () => Task.FromResult(_unfinished.IsEmpty || !_broken.IsEmpty), Patience, () => $"Not ended: {string.Join("; ", _unfinished.Keys.Select(LastOf))}.");

    private string LastOf(int scan) =>
        $"{scan} ({(_unstarted.ContainsKey(scan) ? "not started" : "started")}), last read {_readings.LastOrDefault(r => r.Scan == scan)}";

    /// <summary>What a process wrote.</summary>
    private void Hear(string word, string rest)
    {
        switch (word)
        {
            case Reporter.ReadyWord:
                Interlocked.Increment(ref _ready);
                break;
            case Reporter.ReadWord:
                var reading = JsonSerializer.Deserialize<Reading>(rest)!;
                _readings.Enqueue(reading);
                if (reading.Results is not null || reading.Answer == LookupStatus.Expired) _unfinished.TryRemove(reading.Scan, out _);
                break;
            case Reporter.StartedWord when _unstarted.TryRemove(int.Parse(rest, CultureInfo.InvariantCulture), out var scan):
                foreach (var process in _processes) process.Follow(scan);
                if (_toCancel.TryRemove(scan.Number, out var canceler)) canceler.Cancel(scan);
                break;
            case Reporter.CanceledWord:
                _cancels.Enqueue(TimeSpan.FromMilliseconds(double.Parse(rest, CultureInfo.InvariantCulture)));
                break;
            case Reporter.BrokeWord:
                _broken.Enqueue(rest);
                break;
        }
    }

    private async Task CommitAsync(Fault fault, long start)
    {
        var wait = fault.At - Clock.GetElapsedTime(start);
        if (wait > TimeSpan.Zero) await Task.Delay(wait, Clock);
        switch (fault.Kind)
        {
            case FaultKind.KillWorker:
                await ReplaceAsync(fault.Worker);
                break;
            case FaultKind.StopWorker:
                var worker = _processes[fault.Worker];
                await using (await StoppedProcess.StopAsync(worker.Id)) await OutageAsync(worker.Number, () => Task.Delay(fault.For, Clock));
                break;
            default:
                await _oneRedisFault.WaitAsync();
                try
                {
                    if (fault.Kind == FaultKind.EmptyRedis) await LoseAsync(fault);
                    else await OutageAsync(null, () => LoseAsync(fault));
                }
                finally
                {
                    _oneRedisFault.Release();
                }

                break;
        }
    }

    private async Task LoseAsync(Fault fault)
    {
        if (await store.BreakAsync(fault) is not { } loss) return;
        _losses.Enqueue(loss);
        var ended = _readings.Where(r => r.IsTerminal).Select(r => r.Scan).Distinct().Where(n => !_unfinished.ContainsKey(n)).TakeLast(loss.Kept is null ? EndedToRepeat : 0);
        foreach (var number in (int[])[.. _unfinished.Keys, .. ended]) StartAgain(number, isAnother: loss.Kept is null);
    }

    /// <summary>Starts what may be lost: the same again, or another scan of the same id.</summary>
    private void StartAgain(int number, bool isAnother)
    {
        var generation = _generations.AddOrUpdate(number, isAnother ? 2 : 1, (_, g) => isAnother ? g + 1 : g);
        var scan = new SwarmScan(number, generation);
        (_unstarted[number], _unfinished[number]) = (scan, scan);
        _processes[number % workers.Length].Start(scan);
    }

    /// <summary>Another process inherits what the killed one was to start, and reads what is unfinished.</summary>
    private async Task ReplaceAsync(int slot)
    {
        var killed = _processes[slot];
        var heir = Launch(slot);
        _processes[slot] = heir;
        await killed.KillAsync();
        await killed.DisposeAsync();
        foreach (var scan in _unfinished.Values)
        {
            if (_unstarted.ContainsKey(scan.Number)) heir.Start(scan); // as its own: who knows another version would start another scan
            else heir.Follow(scan);
        }
    }

    private async Task OutageAsync(int? process, Func<Task> happen)
    {
        var from = Clock.GetTimestamp();
        await happen();
        _outages.Enqueue(new Outage(process, from, Clock.GetTimestamp() + (long)(Recovery.TotalSeconds * Clock.TimestampFrequency)));
    }
}
