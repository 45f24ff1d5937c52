using OpportunityScan.Redis.Connection;
using OpportunityScan.Redis.Keys;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Serialization;
using OpportunityScan.Redis.Signals;
using StackExchange.Redis;

namespace OpportunityScan.Redis;

internal sealed partial class RedisScanStore
{
    public async ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken)
    {
        var calls = _caller.Begin(cancellationToken);
        var canceled = await CancelAsync(key, await KeysAsync(calls).ConfigureAwait(false), calls).ConfigureAwait(false);
        return canceled.Status == CancelStatus.NotFound && await IsRelaidAsync(calls).ConfigureAwait(false)
            ? await CancelAsync(key, Keys, calls).ConfigureAwait(false)
            : canceled;
    }

    private static ValueTask<CancelResult> CancelAsync(ScanKey key, KeySpace keys, RedisCalls calls)
    {
        var scan = keys.Of(key);
        RedisValue[] values = [scan.Channel, keys.WorkChannel, WorkMessage.ToCancel(key), OutcomeCodec.SkippedByCancel];
        return calls.EvaluateAsync(RedisScript.Cancel, scan.All, values, ReadCancel);
    }

    private static CancelResult ReadCancel(RedisResult reply)
    {
        var answer = (RedisResult[])reply!;
        var status = (CancelStatus)(int)answer[0];
        if (!Enum.IsDefined(status)) throw Unreadable(RedisScript.Cancel);
        return new CancelResult(status, status == CancelStatus.NotFound ? null : Snapshot(answer[1]));
    }
}
