namespace OpportunityScan.Running;

/// <summary>The store's clock as a runner can know it: the store's instant at the claim, and the time measured here since.</summary>
internal sealed class StoreClock(DateTimeOffset atClaim, TimeProvider timeProvider)
{
    private readonly long _claimed = timeProvider.GetTimestamp();

    internal TimeProvider TimeProvider => timeProvider;

    internal DateTimeOffset Now => atClaim + timeProvider.GetElapsedTime(_claimed);
}
