using System.Collections.Immutable;

namespace OpportunityScan;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Member">Which part, e.g. <c>Parameters.symbol</c>.</param>
/// <param name="Message">The offending value and the rule; safe to show.</param>
public sealed record RequestError(string Member, string Message);

/// <summary>Why a start was refused.</summary>
public enum RejectionKind
{
    /// <summary>The request breaks a rule.</summary>
    InvalidRequest,

    /// <summary>The id of the caller's choice belongs to another request, or to a scan whose retention has ended.</summary>
    IdConflict,

    /// <summary>The owner has <see cref="ScanLimits.MaxActiveScansPerOwner"/> unfinished scans.</summary>
    OwnerLimit,

    /// <summary>The store has no room for another waiting scan.</summary>
    QueueFull,
}

/// <summary>A start was refused; nothing was stored.</summary>
public sealed class ScanRejectedException : Exception
{
    /// <summary>Refuses a start.</summary>
    /// <param name="kind">Why.</param>
    /// <param name="errors">What is wrong; at least one.</param>
    public ScanRejectedException(RejectionKind kind, ImmutableArray<RequestError> errors)
        : base(string.Join(" ", errors.Select(e => e.Message))) => (Kind, Errors) = (kind, errors);

    /// <summary>Why.</summary>
    public RejectionKind Kind { get; }

    /// <summary>What is wrong: everything that could be checked, not only the first.</summary>
    public ImmutableArray<RequestError> Errors { get; }
}

/// <summary>The scan does not exist for this owner, or its retention has ended.</summary>
public sealed class ScanNotFoundException : Exception
{
    /// <summary>Reports a miss.</summary>
    /// <param name="key">What was asked for.</param>
    /// <param name="status"><see cref="LookupStatus.NotFound"/> or <see cref="LookupStatus.Expired"/>.</param>
    public ScanNotFoundException(ScanKey key, LookupStatus status)
        : base(status == LookupStatus.Expired ? $"The retention of scan {key.Id} has ended." : $"The owner has no scan {key.Id}.") =>
        (Key, Status) = (key, status);

    /// <summary>What was asked for.</summary>
    public ScanKey Key { get; }

    /// <summary><see cref="LookupStatus.NotFound"/> or <see cref="LookupStatus.Expired"/>.</summary>
    public LookupStatus Status { get; }
}

/// <summary>The store could not be reached. Stores throw it, and nothing else, for trouble that may pass.</summary>
public sealed class ScanStoreUnavailableException : Exception
{
    /// <summary>Reports trouble that may pass.</summary>
    /// <param name="message">What could not be done.</param>
    /// <param name="inner">The cause.</param>
    public ScanStoreUnavailableException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
