namespace OpportunityScan.Running;

/// <summary>How many more scans this process may run at once.</summary>
internal sealed class ScanSlots(int count) : IDisposable
{
    private readonly SemaphoreSlim _free = new(count, count);

    internal bool TryTake() => _free.Wait(TimeSpan.Zero);

    internal Task TakeAsync(CancellationToken cancellationToken) => _free.WaitAsync(cancellationToken);

    internal void GiveBack() => _free.Release();

    public void Dispose() => _free.Dispose();
}
