namespace OpportunityScan;

/// <summary>What a scan is found by: its id within its owner. Two owners may use the same id without ever seeing each other's scan.</summary>
/// <param name="Owner">The owner.</param>
/// <param name="Id">The scan's id.</param>
public readonly record struct ScanKey(OwnerId Owner, ScanId Id)
{
    /// <inheritdoc />
    public override int GetHashCode() => unchecked((Owner.GetHashCode() * 397) ^ Id.GetHashCode());

    /// <summary><c>owner/id</c>, for people.</summary>
    public override string ToString() => Owner.Value + "/" + Id.Value;
}
