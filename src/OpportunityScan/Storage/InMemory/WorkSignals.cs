namespace OpportunityScan.Storage.InMemory;

/// <summary>Tells workers what is due and what is asked to stop. Signals that gather while earlier ones are delivered are merged.</summary>
internal sealed class WorkSignals : Drain
{
    /// <summary>Beyond this many, scans are no longer named one by one: workers then look at all of theirs.</summary>
    private const int MaxNamed = 256;

    private readonly Subscribers<WorkSignal> _workers = new();
    private readonly Lock _gathering = new();
    private HashSet<WorkSignal> _gathered = [];
    private long _failures;

    /// <summary>How many calls of a callback ended in an exception.</summary>
    internal long Failures => Interlocked.Read(ref _failures);

    internal int Workers => _workers.Count;

    internal Subscription<WorkSignal> Add(Action<WorkSignal> onSignal)
    {
        var subscription = new Subscription<WorkSignal>(onSignal, _workers.Remove);
        _workers.Add(subscription);
        return subscription;
    }

    internal void Signal(WorkSignalKind kind, ScanKey key)
    {
        if (Workers == 0) return;
        lock (_gathering) _gathered.Add(_gathered.Count < MaxNamed ? new WorkSignal(kind, key) : new WorkSignal(kind));
        Ask();
    }

    protected override void Run()
    {
        HashSet<WorkSignal> gathered;
        lock (_gathering) (gathered, _gathered) = (_gathered, []);
        foreach (var signal in gathered) Interlocked.Add(ref _failures, _workers.Call(signal));
    }
}
