using OpportunityScan.Storage;

namespace OpportunityScan.Redis.Signals;

/// <summary>What is said on the work channel.</summary>
internal static class WorkMessage
{
    internal const string Due = "due";
    private const string Cancel = "cancel";

    internal static string ToCancel(ScanKey key) => $"{Cancel}\n{key.Id.Value}\n{key.Owner.Value}";

    /// <summary>The signal; of a message that cannot be read one that says the least.</summary>
    internal static WorkSignal Read(string message)
    {
        if (message is Due) return new WorkSignal(WorkSignalKind.Due);
        return message.Split('\n') is [Cancel, var id, var owner] && ScanId.TryParse(id, out var scan) && OwnerId.TryParse(owner, out var of)
            ? new WorkSignal(WorkSignalKind.CancelRequested, new ScanKey(of, scan))
            : new WorkSignal(WorkSignalKind.CancelRequested);
    }
}
