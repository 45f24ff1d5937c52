using System.Diagnostics;
using OpportunityScan.Storage;

namespace OpportunityScan.Coordination;

/// <summary>What a store's refusal to create a scan is to the caller.</summary>
internal static class StartRefusals
{
    internal static ScanRejectedException Of(CreateStatus status, ScanPlan plan, ScanLimits limits) => status switch
    {
        CreateStatus.IdConflict => Refusal(
            RejectionKind.IdConflict, nameof(ScanRequest.Id),
            $"The scan id '{plan.Key.Id}' belongs to another request of this owner, or to a scan whose retention has ended; choose another."),
        CreateStatus.OwnerLimit => Refusal(
            RejectionKind.OwnerLimit, nameof(ScanRequest.Owner),
            $"The owner has {limits.MaxActiveScansPerOwner} unfinished scans, which is the most that is allowed; wait for one to end, or cancel one."),
        CreateStatus.QueueFull => Refusal(RejectionKind.QueueFull, nameof(ScanRequest), "Too many scans are waiting; try again later."),
        _ => throw new UnreachableException($"The store answered {status} without a snapshot."),
    };

    private static ScanRejectedException Refusal(RejectionKind kind, string member, string message) => new(kind, [new RequestError(member, message)]);
}
