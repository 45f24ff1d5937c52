using System.Collections.Immutable;
using System.Globalization;
using OpportunityScan.Redis.Scripting;
using OpportunityScan.Storage;
using StackExchange.Redis;

namespace OpportunityScan.Redis;

internal sealed partial class RedisScanStore
{
    /// <summary>How many series there may be: so many that all of them are handed out at once without holding anybody up.</summary>
    private const int MostSeries = 500;

    private const int LongestSeriesName = 256;

    /// <summary>How long what was measured is kept when nobody adds to it.</summary>
    private static readonly TimeSpan MeasuredLifetime = TimeSpan.FromDays(90);

    public async ValueTask<SharedSeries> ShareAsync(ImmutableArray<Measurement> measured, long revision, CancellationToken cancellationToken)
    {
        var calls = _caller.Begin(cancellationToken);
        var keys = await KeysAsync(calls).ConfigureAwait(false);
        var values = new List<RedisValue> { revision, (long)MeasuredLifetime.TotalMilliseconds, SharedSeries.MaxValues, MostSeries };
        foreach (var (series, value) in measured)
        {
            if (series.Length is < 1 or > LongestSeriesName || !double.IsFinite(value)) continue;
            values.Add(series);
            values.Add(value.ToString("G6", CultureInfo.InvariantCulture));
        }

        return await calls.EvaluateAsync(RedisScript.Share, [keys.Measured], [.. values], ReadShared).ConfigureAwait(false);
    }

    private static SharedSeries ReadShared(RedisResult reply)
    {
        var parts = (RedisValue[])reply!;
        var changed = ImmutableArray.CreateBuilder<MeasuredSeries>();
        for (var i = 1; i + 1 < parts.Length; i += 2)
        {
            if (ReadValues(parts[i + 1].ToString()) is { } values) changed.Add(new MeasuredSeries(parts[i].ToString(), values));
        }

        return new SharedSeries((long)parts[0], changed.ToImmutable());
    }

    /// <summary>The values of a series; <c>null</c> for one that somebody else has written into.</summary>
    private static ImmutableArray<double>? ReadValues(string text)
    {
        var values = ImmutableArray.CreateBuilder<double>();
        foreach (var one in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!double.TryParse(one, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return null;
            values.Add(value);
        }

        return values.ToImmutable();
    }
}
