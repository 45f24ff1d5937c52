namespace OpportunityScan.Storage.InMemory;

/// <summary>What the store knows of one owner.</summary>
internal sealed class OwnerScans
{
    internal Chain All { get; } = new();

    /// <summary>How many count towards the owner's limit.</summary>
    internal int Active { get; set; }

    /// <summary>The last turn in the line that it was given.</summary>
    internal long LastTurn { get; set; }
}
