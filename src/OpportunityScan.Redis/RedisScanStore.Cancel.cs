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
        var canceled = await CancelAsync(key, await KeysAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return canceled.Status == CancelStatus.NotFound && await IsRelaidAsync(cancellationToken).ConfigureAwait(false)
            ? await CancelAsync(key, Keys, cancellationToken).ConfigureAwait(false)
            : canceled;
    }

    private ValueTask<CancelResult> CancelAsync(ScanKey key, KeySpace keys, CancellationToken cancellationToken)
    {
        var scan = keys.Of(key);
        RedisValue[] values = [scan.Channel, keys.WorkChannel, WorkMessage.ToCancel(key), OutcomeCodec.SkippedByCancel];
        return _caller.EvaluateAsync(RedisScript.Cancel, scan.All, values, ReadCancel, cancellationToken);
    }

    private static CancelResult ReadCancel(RedisResult reply)
    {
        var answer = (RedisResult[])reply!;
        var status = (CancelStatus)(int)answer[0];
        if (!Enum.IsDefined(status)) throw Unreadable(RedisScript.Cancel);
        return new CancelResult(status, status == CancelStatus.NotFound ? null : Snapshot(answer[1]));
    }
}
