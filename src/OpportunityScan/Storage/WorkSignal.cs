namespace OpportunityScan.Storage;

/// <summary>What happened that a worker may want to know.</summary>
public enum WorkSignalKind
{
    /// <summary>A scan became due.</summary>
    Due,

    /// <summary>A scan was asked to stop.</summary>
    CancelRequested,
}

/// <summary>A hint to workers.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Key">To which scan; <c>default</c> when that is not known.</param>
public readonly record struct WorkSignal(WorkSignalKind Kind, ScanKey Key = default);
