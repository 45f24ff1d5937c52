using OpportunityScan.State;
using OpportunityScan.Tests.State;

namespace OpportunityScan.Tests.Specs;

/// <summary>One run of the protocol's model: how large it is, and the machine it is explored with.</summary>
internal sealed record Model
{
    internal static readonly DateTimeOffset Start = SamplePlan.Start;
    internal static readonly TimeSpan Deadline = SamplePlan.Deadline;
    internal static readonly TimeSpan Lease = SamplePlan.Lease;

    public int Workers { get; init; } = 2;

    public int Strategies { get; init; } = 2;

    public int Trouble { get; init; } = 2;

    /// <summary>The machine: <see cref="ScanMachine.Apply"/>, or one with a fault.</summary>
    public Func<ScanState, ScanEvent, Transition> Apply { get; init; } = ScanMachine.Apply;

    public World Initial() => new()
    {
        Scan = ScanMachine.Create(SamplePlan.Of([.. Enumerable.Range(1, Strategies).Select(n => $"s{n}")]), Start),
        Kept = [.. new int[Strategies]],
        Ends = [.. new int[Strategies]],
        Runners = [.. Enumerable.Repeat(Runner.Idle, Workers)],
        Trouble = Trouble,
    };
}

/// <summary>Something that may happen next.</summary>
/// <param name="Name">What, for traces.</param>
/// <param name="After">The world after it.</param>
/// <param name="Helps">Whether it happens by itself in the end, without trouble and without the owner: what progress may count on.</param>
/// <param name="Delivery">What the store was told, if it was.</param>
internal readonly record struct Step(string Name, World After, bool Helps, Delivery? Delivery = null);

/// <summary>An event that reached the store.</summary>
/// <param name="Event">The event.</param>
/// <param name="Answer">How the store answered.</param>
/// <param name="IsHeard">Whether the answer reached the sender.</param>
internal sealed record Delivery(ScanEvent Event, Ignored Answer, bool IsHeard);
