namespace OpportunityScan;

/// <summary>
/// Thrown by a strategy that has nothing to say about what is asked, as one that compares symbols when there is only one. It ends as
/// <see cref="StrategyStatus.NotApplicable"/> with the reason given here: that is no failure, and takes nothing from a scan. What it had
/// yielded is kept.
/// </summary>
/// <example>
/// <code>
/// if (symbols.Length &lt; 2) throw new StrategyNotApplicableException("Pairs trading compares two symbols, and one was asked for.");
/// </code>
/// </example>
public sealed class StrategyNotApplicableException : Exception
{
    /// <summary>Ends a strategy that does not apply.</summary>
    /// <param name="reason">Why not, for people; safe to show. An outcome shows the first 512 characters.</param>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public StrategyNotApplicableException(string reason) : base(reason) => ArgumentException.ThrowIfNullOrWhiteSpace(reason);

    /// <summary>Ends a strategy that does not apply, because of something that went wrong.</summary>
    /// <param name="reason">Why not, for people; safe to show.</param>
    /// <param name="innerException">What went wrong.</param>
    /// <exception cref="ArgumentException"><paramref name="reason"/> is empty.</exception>
    public StrategyNotApplicableException(string reason, Exception? innerException) : base(reason, innerException) =>
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
}
