namespace OpportunityScan;

/// <summary>Bounds on everything a request or a strategy can grow.</summary>
public sealed class ScanLimits
{
    /// <summary>What the depth of metadata may be set to at most: with all that is put around them, readers with the usual bound of 64 levels still read them.</summary>
    internal const int DeepestMetadata = 48;

    /// <summary>How many unfinished scans an owner may have. Enforced by the store in the step that creates a scan; scans being canceled do not count.</summary>
    /// <value>1 to 10,000. Default: 16.</value>
    public int MaxActiveScansPerOwner { get; set; } = 16;

    /// <summary>How many strategies a scan may have.</summary>
    /// <value>1 to 10,000. Default: 256.</value>
    public int MaxStrategies { get; set; } = 256;

    /// <summary>How many parameters a request may have.</summary>
    /// <value>0 to 10,000. Default: 64.</value>
    public int MaxParameters { get; set; } = 64;

    /// <summary>How many values a parameter may have.</summary>
    /// <value>1 to 100,000. Default: 1,000.</value>
    public int MaxParameterValues { get; set; } = 1_000;

    /// <summary>How many characters a parameter's name or value may have.</summary>
    /// <value>1 to 100,000. Default: 256.</value>
    public int MaxParameterLength { get; set; } = TextRule.MaxSymbolLength;

    /// <summary>How many distinct opportunities of one strategy are accepted; further ones are rejected and counted.</summary>
    /// <value>1 to 1,000,000. Default: 10,000.</value>
    public int MaxOpportunitiesPerStrategy { get; set; } = 10_000;

    /// <summary>How many bytes of opportunities of one strategy are accepted, in the form in which they are stored: compact JSON. Better versions of a known one count again.</summary>
    /// <value>1,024 to 1,073,741,824. Default: 16 MiB.</value>
    public long MaxBytesPerStrategy { get; set; } = 16 * 1024 * 1024;

    /// <summary>How many bytes of JSON an opportunity's metadata may have.</summary>
    /// <value>0 to 16,777,216. Default: 16 KiB.</value>
    public int MaxMetadataBytes { get; set; } = 16 * 1024;

    /// <summary>How many levels of objects and arrays an opportunity's metadata may have; the object itself is one.</summary>
    /// <value>1 to 48. Default: 32.</value>
    public int MaxMetadataDepth { get; set; } = 32;

    /// <summary>How many results a page may have.</summary>
    /// <value>1 to 100,000. Default: 1,000.</value>
    public int MaxPageSize { get; set; } = 1_000;

    /// <summary>How many bytes of results a page may have, as they are stored; a page whose results are large has fewer of them, and always one.</summary>
    /// <value>1,024 to 1,073,741,824. Default: 4 MiB.</value>
    public int MaxPageBytes { get; set; } = 4 * 1024 * 1024;
}
