using System.Runtime.CompilerServices;

namespace ScanConsole;

/// <summary>
/// A scan as it changes, and in silences as it stands: a worker that renews its lease changes nothing that a watch would tell, and one that is lost does not
/// renew it.
/// </summary>
internal static class WatchedScan
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    /// <summary>Leases are the store's, by its clock; what is a little over is not lost.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    /// <summary>Whether the worker that ran it has not been heard of for longer than its lease.</summary>
    internal static bool HasLostItsWorker(this ScanSnapshot snapshot, DateTimeOffset now) =>
        snapshot.Status == ScanStatus.Running && snapshot.State.DueAt + Tolerance < now;

    internal static async IAsyncEnumerable<ScanSnapshot> FollowAsync(
        IScanCoordinator scans, ScanKey key, TimeProvider timeProvider, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var changes = scans.WatchAsync(key, cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (changes)
        {
            for (var next = changes.MoveNextAsync().AsTask(); ;)
            {
                if (await Task.WhenAny(next, Task.Delay(Silence, timeProvider, cancellationToken)) == next)
                {
                    if (!await next) yield break;
                    yield return changes.Current;
                    next = changes.MoveNextAsync().AsTask();
                }
                else if ((await scans.FindAsync(ScanQuery.ById(key), cancellationToken)).Snapshot is { IsTerminal: false } standing)
                {
                    yield return standing;
                }
            }
        }
    }
}
