namespace OpportunityScan.Running;

/// <summary>
/// How many bytes of opportunities a commit may carry: few enough that the link takes it in a moment, whatever link that is, for a commit that
/// takes longer than a call may take is sent again, and never arrives.
/// </summary>
internal sealed class PortionSize
{
    internal const int Smallest = 16 * 1024;
    internal const int First = 64 * 1024;
    internal const int Largest = 256 * 1024;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(400);

    internal int Bytes { get; private set; } = First;

    /// <summary>Learns from the time that a commit took.</summary>
    internal void Took(TimeSpan elapsed)
    {
        if (elapsed < Quick) Bytes = Math.Min(2 * Bytes, Largest);
        else if (elapsed > Slow) Bytes = Math.Max(Bytes / 2, Smallest);
    }
}
