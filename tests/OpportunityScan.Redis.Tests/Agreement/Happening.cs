using CsCheck;

namespace OpportunityScan.Redis.Tests.Agreement;

/// <summary>The kinds of events.</summary>
internal enum HappeningKind
{
    Claim,
    Renew,
    Release,
    Cancel,
    Commit,
}

/// <summary>A change that a commit reports, relative to what is stored, sensible or not.</summary>
/// <param name="Strategy">Its place; may be beyond the plan.</param>
/// <param name="Status">Its status; may be none.</param>
/// <param name="AttemptBy">By how much its attempt differs.</param>
/// <param name="FoundBy">By how much its count differs.</param>
/// <param name="Progress">Its progress; may be out of range.</param>
/// <param name="IsOther">Whether it names another strategy than the plan has there.</param>
internal sealed record WildChange(int Strategy, int Status, int AttemptBy, int FoundBy, double? Progress, bool IsOther);

/// <summary>An event relative to the state it meets, so that any sequence of them can be applied to any scan.</summary>
/// <param name="Kind">Which.</param>
/// <param name="AttemptBy">By how much the attempt that speaks differs from the scan's.</param>
/// <param name="IsOther">Whether another run of the same attempt speaks.</param>
/// <param name="SequenceBy">By how much a commit's number differs from the next.</param>
/// <param name="Lapses">Whether the lease is over at once.</param>
/// <param name="Changes">What a commit reports.</param>
/// <param name="Settles">Whether a commit settles all that is not.</param>
/// <param name="End">Why a commit ends the scan; -1 when it does not.</param>
internal sealed record Happening(
    HappeningKind Kind, int AttemptBy, bool IsOther, int SequenceBy, bool Lapses, WildChange[] Changes, StrategyStatus? Settles, int End)
{
    private static readonly double?[] Progresses = [null, null, 0, 0.25, 0.5, 1.0 / 3, 1, 1.5, -0.1, double.NaN, double.PositiveInfinity];

    private static readonly Gen<WildChange> AnyChange = Gen.Select(
        Often(Gen.Int[0, 2], Gen.Int[-1, 4]), Often(Gen.Int[1, 2], Gen.Int[-1, 7]), Often(Gen.Const(0), Gen.Int[-1, 1]),
        Often(Gen.Int[0, 3], Gen.Int[-2, 3]), Gen.Int[0, Progresses.Length - 1], Often(Gen.Const(false), Gen.Bool),
        static (strategy, status, attempt, found, progress, other) => new WildChange(strategy, status, attempt, found, Progresses[progress], other));

    /// <summary>Mostly what a sane runner would say, so that sequences get somewhere.</summary>
    internal static Gen<Happening> Any { get; } = Gen.Select(
        Gen.Frequency((2, Gen.Const(HappeningKind.Claim)), (1, Gen.Const(HappeningKind.Renew)), (1, Gen.Const(HappeningKind.Release)),
            (1, Gen.Const(HappeningKind.Cancel)), (5, Gen.Const(HappeningKind.Commit))),
        Often(Gen.Const(0), Gen.Int[-1, 1]),
        Gen.Int[0, 19].Select(static i => i == 0),
        Often(Gen.Const(0), Gen.Int[-2, 1]),
        Gen.Int[0, 3].Select(static i => i == 0),
        AnyChange.Array[0, 3],
        Gen.Int[0, 12].Select(static i => i < 5 ? (StrategyStatus)(i + 2) : (StrategyStatus?)null),
        Often(Gen.Const(-1), Gen.Int[-1, 6]),
        static (kind, attempt, other, sequence, lapses, changes, settles, end) => new Happening(kind, attempt, other, sequence, lapses, changes, settles, end));

    private static Gen<T> Often<T>(Gen<T> usual, Gen<T> odd) => Gen.Frequency((8, usual), (2, odd));
}
