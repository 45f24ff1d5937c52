namespace OpportunityScan;

/// <summary>In which order results are read. Ties are broken by the order of <see cref="Score"/>, so that every order is total.</summary>
public enum ResultsSort
{
    /// <summary>By score, highest first: the ranking, in which results are stored. The cheapest.</summary>
    Score,

    /// <summary>By profit potential, highest first.</summary>
    Profit,

    /// <summary>By confidence, highest first.</summary>
    Confidence,

    /// <summary>By required capital, lowest first.</summary>
    Capital,

    /// <summary>By the time of discovery, newest first.</summary>
    DiscoveredAt,
}
