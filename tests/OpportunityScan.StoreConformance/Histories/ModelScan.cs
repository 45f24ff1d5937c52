namespace OpportunityScan.StoreConformance.Histories;

/// <summary>A scan as the model has it.</summary>
internal sealed class ModelScan(ScanState state)
{
    internal ScanState State { get; set; } = state;

    internal ScanKey Key => State.Plan.Key;

    internal bool IsActive => !State.Status.IsTerminal() && State.CancelRequestedAt is null;

    /// <summary>Its turn in the queue; 0 for one that was claimed when it was stored.</summary>
    internal long Turn { get; set; }

    /// <summary>What was recorded so far; once terminal, the results in their order.</summary>
    internal List<Opportunity> Items { get; set; } = [];

    internal List<Opportunity> Top { get; set; } = [];
}
