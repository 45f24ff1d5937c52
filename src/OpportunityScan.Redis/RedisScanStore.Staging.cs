using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis;

internal sealed partial class RedisScanStore
{
    /// <summary>What scripts answer when what was staged for them is not there any more.</summary>
    private const int Unstaged = 5;

    /// <summary>How many bytes of elements one script may be sent. What is more goes ahead in portions of that size.</summary>
    private const int PortionBytes = 256 * 1024;

    /// <summary>How long what was staged is kept, if the script for which it is never comes.</summary>
    private const int StagedMilliseconds = 10 * 60 * 1000;

    /// <summary>How often it is tried to stage the same, where the store loses it meanwhile.</summary>
    private const int MostStagings = 3;

    /// <summary>
    /// Runs a script together with elements of a list. If these are many they are sent ahead, in bounded portions, to a list that only this run knows, and the
    /// script moves that list to its place: one step for every reader, and none that holds up the server.
    /// </summary>
    private static async ValueTask<CommitReply> StagedAsync(
        RedisScript script, ScanKeys scan, string run, List<RedisValue> elements,
        Func<int, List<RedisValue>, RedisValue[]> arguments, RedisCalls calls)
    {
        if (elements.Sum(static e => e.Length()) <= PortionBytes)
            return await calls.EvaluateAsync(script, scan.All, arguments(0, elements), Reply).ConfigureAwait(false);
        var list = scan.Staged(run + ":" + script.Name);
        for (var i = 0; i < MostStagings; i++)
        {
            if (!await StageAsync(list, elements, calls).ConfigureAwait(false)) continue;
            var reply = await calls.Next.EvaluateAsync(script, [.. scan.All, list], arguments(elements.Count, []), ReplyIfStaged)
                .ConfigureAwait(false);
            if (reply is { } answered) return answered;
        }

        throw new ScanStoreUnavailableException("The store loses what it is sent.");
    }

    /// <summary>Sends elements ahead. Returns false when the store has lost some of them meanwhile.</summary>
    private static async ValueTask<bool> StageAsync(RedisKey list, List<RedisValue> elements, RedisCalls calls)
    {
        for (var staged = 0; staged < elements.Count;)
        {
            var values = new List<RedisValue> { staged, StagedMilliseconds };
            var bytes = 0L;
            while (staged < elements.Count && (bytes == 0 || bytes + elements[staged].Length() <= PortionBytes))
            {
                bytes += elements[staged].Length();
                values.Add(elements[staged++]);
            }

            var there = await calls.Next.EvaluateAsync(RedisScript.Stage, [list], [.. values], static r => (int)r).ConfigureAwait(false);
            if (there != staged) return false;
        }

        return true;
    }

    private static CommitReply? ReplyIfStaged(RedisResult answer) => (int)((RedisResult[])answer!)[0] == Unstaged ? null : Reply(answer);
}
