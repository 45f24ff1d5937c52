namespace OpportunityScan.AspNetCore.Streaming;

/// <summary>How a client wants to be told of changes.</summary>
/// <param name="IsFull">Whether each event is to be a whole snapshot.</param>
/// <param name="Interval">The least time between two of them.</param>
internal readonly record struct EventWish(bool IsFull, TimeSpan Interval);
