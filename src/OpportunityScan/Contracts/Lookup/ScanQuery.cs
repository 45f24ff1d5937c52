namespace OpportunityScan;

/// <summary>What a query asks for.</summary>
public enum ScanQueryKind
{
    /// <summary>The scan of an id.</summary>
    ById,

    /// <summary>The owner's newest scan of a fingerprint.</summary>
    ByRequest,

    /// <summary>The owner's newest scan.</summary>
    Latest,
}

/// <summary>A question about one scan. Always within one owner.</summary>
public readonly record struct ScanQuery
{
    private ScanQuery(ScanQueryKind kind, OwnerId owner, ScanId id, Fingerprint fingerprint) =>
        (Kind, Owner, Id, Fingerprint) = (kind, owner, id, fingerprint);

    /// <summary>What is asked for.</summary>
    public ScanQueryKind Kind { get; }

    /// <summary>Whose scan.</summary>
    public OwnerId Owner { get; }

    /// <summary>The id; <c>default</c> unless asked by id.</summary>
    public ScanId Id { get; }

    /// <summary>The fingerprint; <c>default</c> unless asked by request.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>The key; meaningful only when asked by id.</summary>
    public ScanKey Key => new(Owner, Id);

    /// <summary>The scan of <paramref name="key"/>, or nothing.</summary>
    public static ScanQuery ById(ScanKey key) => new(ScanQueryKind.ById, key.Owner, key.Id, default);

    /// <summary>The scan of <paramref name="id"/> that belongs to <paramref name="owner"/>, or nothing.</summary>
    public static ScanQuery ById(OwnerId owner, ScanId id) => ById(new ScanKey(owner, id));

    /// <summary>The owner's newest scan of <paramref name="fingerprint"/>, whichever way it stands.</summary>
    public static ScanQuery ByRequest(OwnerId owner, Fingerprint fingerprint) => new(ScanQueryKind.ByRequest, owner, default, fingerprint);

    /// <summary>The owner's newest scan, whichever way it stands.</summary>
    public static ScanQuery Latest(OwnerId owner) => new(ScanQueryKind.Latest, owner, default, default);
}
