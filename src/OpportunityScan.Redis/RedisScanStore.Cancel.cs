using OpportunityScan.Redis.Scripting;
using OpportunityScan.Redis.Serialization;
using OpportunityScan.Redis.Signals;
using StackExchange.Redis;

namespace OpportunityScan.Redis;

internal sealed partial class RedisScanStore
{
    public async ValueTask<CancelResult> CancelAsync(ScanKey key, CancellationToken cancellationToken)
    {
        var scan = _keys.Of(key);
        RedisValue[] values = [scan.Channel, _keys.WorkChannel, WorkMessage.ToCancel(key), OutcomeCodec.SkippedByCancel];
        return await _caller.EvaluateAsync(RedisScript.Cancel, scan.All, values, ReadCancel, cancellationToken).ConfigureAwait(false);
    }

    private static CancelResult ReadCancel(RedisResult reply)
    {
        var answer = (RedisResult[])reply!;
        var status = (CancelStatus)(int)answer[0];
        if (!Enum.IsDefined(status)) throw Unreadable(RedisScript.Cancel);
        return new CancelResult(status, status == CancelStatus.NotFound ? null : Snapshot(answer[1]));
    }
}
