using OpportunityScan.Storage;

namespace OpportunityScan.StoreConformance;

/// <summary>Claims for tests of stores.</summary>
public static class Claims
{
    /// <summary>A claim of its own: no two have the same token.</summary>
    public static ScanClaim New(string worker, TimeSpan lease) => new() { Worker = worker, Lease = lease, RunToken = RunId.NewToken() };
}
