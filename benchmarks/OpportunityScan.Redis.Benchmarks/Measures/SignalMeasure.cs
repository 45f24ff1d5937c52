using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OpportunityScan.Benchmarks;
using StackExchange.Redis;

namespace OpportunityScan.Redis.Benchmarks.Measures;

/// <summary>
/// From a commit, as it is sent, to the snapshot of a watcher on another connection that has it, next to a message from one connection to another.
/// The scan's way has the commit's script and the watcher's read on it; the message's has the way there only. A further row begins where a strategy
/// emits the opportunity, and has the runner on its way as well.
/// </summary>
internal static class SignalMeasure
{
    private const int Operations = 200;
    private const int MostEvents = 100_000;

    internal static async Task<Report> RunAsync(Bench bench)
    {
        var emissions = Channel.CreateUnbounded<int>();
        await using var worker = await ScanHost.WorkAsync(
            bench, 1, (_, token) => EmitAsync(emissions.Reader, token), static o => (o.Limits.MaxOpportunitiesPerStrategy, o.MaxConcurrentScans) = (MostEvents, 1));
        await using var host = await ScanHost.AskAsync(bench, strategies: 1);
        var snapshots = host.Coordinator.WatchAsync(await worker.StartScanAsync()).GetAsyncEnumerator();
        await using var watching = snapshots;
        var emitted = 0;

        async Task EmitAndSeeAsync()
        {
            emitted++;
            emissions.Writer.TryWrite(emitted);
            while (await snapshots.MoveNextAsync() && snapshots.Current.Progress.Found < emitted) GC.KeepAlive(snapshots.Current);
        }

        await EmitAndSeeAsync(); // its worker has no slot left for the next
        var commits = await CommittedScan.StartAsync(worker, host);
        await using var ending = commits;
        var seen = Channel.CreateUnbounded<RedisValue>();
        var channel = RedisChannel.Literal("baseline");
        await host.Connection.GetSubscriber().SubscribeAsync(channel, (_, message) => seen.Writer.TryWrite(message));
        var publisher = worker.Connection.GetSubscriber();

        async Task PublishAndSeeAsync()
        {
            await publisher.PublishAsync(channel, "", CommandFlags.FireAndForget);
            await seen.Reader.ReadAsync();
        }

        var report = await Rounds.CompareAsync(
            "A change, until a watcher on another connection has the snapshot with it.",
            Row.OneByOne("PUBLISH to handler", PublishAndSeeAsync, Operations),
            Row.OneByOne("Commit to watcher's snapshot", commits.CommitAndSeeAsync, Operations, "at most 2.5"),
            Row.OneByOne("Emission to watcher's snapshot", EmitAndSeeAsync, Operations));
        emissions.Writer.Complete();
        return report;
    }

    private static async IAsyncEnumerable<Opportunity> EmitAsync(ChannelReader<int> emissions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var next = Bodies.Distinct(MostEvents).GetEnumerator();
        await foreach (var _ in emissions.ReadAllAsync(cancellationToken))
        {
            next.MoveNext();
            yield return next.Current;
        }
    }
}
