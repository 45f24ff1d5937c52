namespace OpportunityScan.Lookup;

/// <summary>What a record's incarnation tells.</summary>
internal static class Incarnations
{
    /// <summary>Whether two states are of the same life of an id.</summary>
    internal static bool IsSameLife(this ScanState one, ScanState other) => string.Equals(one.Incarnation, other.Incarnation, StringComparison.Ordinal);

    /// <summary>Whether the id was drawn for this scan, so that it never has another life.</summary>
    internal static bool HasDrawnId(this ScanState state) => string.Equals(state.Incarnation, state.Plan.Key.Id.Value, StringComparison.Ordinal);
}
