namespace OpportunityScan.Storage;

/// <summary>The store's clock: its instants are those of the store, its timers and timestamps are local ones, which no step of a wall clock moves.</summary>
/// <param name="now">What instant it is for the store, as far as this process knows.</param>
/// <param name="local">What runs here.</param>
internal sealed class StoreTimeProvider(Func<DateTimeOffset> now, TimeProvider local) : TimeProvider
{
    public override long TimestampFrequency => local.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => local.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => now();

    public override long GetTimestamp() => local.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        local.CreateTimer(callback, state, dueTime, period);
}
