using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>The store's clock as a runner can know it: the store's instant at the claim, and the time measured here since.</summary>
internal sealed class StoreClock
{
    private readonly DateTimeOffset _atClaim;
    private readonly long _claimed;

    internal StoreClock(DateTimeOffset atClaim, TimeProvider timeProvider)
    {
        (_atClaim, _claimed, TimeProvider) = (atClaim, timeProvider.GetTimestamp(), timeProvider);
        ForStrategies = new StoreTimeProvider(() => Now, timeProvider);
    }

    /// <summary>The clock of this process.</summary>
    internal TimeProvider TimeProvider { get; }

    /// <summary>The same clock as strategies see it: what they are told, what they tell and what is noted of it are instants of one clock.</summary>
    internal TimeProvider ForStrategies { get; }

    internal DateTimeOffset Now => _atClaim + TimeProvider.GetElapsedTime(_claimed);
}
