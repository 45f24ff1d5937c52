using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>Everything that is wrong with a request, gathered while it is read.</summary>
internal sealed class RequestErrors
{
    private const int Most = 50;

    private readonly List<FieldError> _errors = [];

    internal bool Any => _errors.Count > 0;

    internal void Add(string field, string message)
    {
        if (_errors.Count < Most) _errors.Add(new FieldError(field, message));
    }

    /// <exception cref="InvalidRequestException">Something is wrong.</exception>
    internal void Throw()
    {
        if (Any) throw new InvalidRequestException([.. _errors]);
    }

    /// <summary>One thing that leaves nothing else to be checked.</summary>
    internal static InvalidRequestException Only(string field, string message) => new([new FieldError(field, message)]);
}

/// <summary>A request breaks rules of the wire.</summary>
internal sealed class InvalidRequestException(IReadOnlyList<FieldError> errors) : Exception
{
    internal IReadOnlyList<FieldError> Errors => errors;
}
