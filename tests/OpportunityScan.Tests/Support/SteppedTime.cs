namespace OpportunityScan.Tests.Support;

/// <summary>A clock whose wall clock is off, or is moved as an administrator moves it: timestamps and timers know nothing of that.</summary>
internal sealed class SteppedTime(TimeProvider inner) : TimeProvider
{
    /// <summary>How far the wall clock is ahead.</summary>
    internal TimeSpan Ahead { get; set; }

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Ahead;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
