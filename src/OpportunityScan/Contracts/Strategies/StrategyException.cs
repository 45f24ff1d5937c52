namespace OpportunityScan;

/// <summary>
/// Thrown by a strategy to fail with a code and a message that may be shown to the scan's owner. Of any other exception an outcome shows
/// only the type, because messages tend to hold what outsiders must not read; the whole exception goes to the log.
/// </summary>
public sealed class StrategyException : Exception
{
    /// <summary>Fails a strategy.</summary>
    /// <param name="code">What went wrong, for programs; 1 to 64 characters.</param>
    /// <param name="message">What went wrong, for people; safe to show. An outcome shows the first 512 characters.</param>
    /// <param name="inner">The cause, for the log only.</param>
    public StrategyException(string code, string message, Exception? inner = null) : base(message, inner)
    {
        if (TextRule.ViolationOfText(code, TextRule.MaxIdLength) is { } violation) throw TextRule.Error("error code", code, violation, nameof(code));
        Code = code;
    }

    /// <summary>What went wrong, for programs.</summary>
    public string Code { get; }
}
