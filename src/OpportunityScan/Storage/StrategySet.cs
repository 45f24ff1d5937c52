using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace OpportunityScan.Storage;

/// <summary>Strategies by id and version: what a worker can run. Two sets of the same strategies are equal.</summary>
public sealed class StrategySet : IEquatable<StrategySet>
{
    private readonly FrozenSet<(StrategyId Id, string Version)> _strategies;

    /// <summary>A set of these strategies, in any order.</summary>
    /// <param name="strategies">The ids and versions; what is named twice counts once.</param>
    public StrategySet(params IEnumerable<(StrategyId Id, string Version)> strategies)
    {
        ArgumentNullException.ThrowIfNull(strategies);
        _strategies = strategies.ToFrozenSet();
        Text = TextOf(_strategies);
        Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)).AsSpan(0, 16));
    }

    /// <summary>How many there are.</summary>
    public int Count => _strategies.Count;

    /// <summary>
    /// All of them as text, the same for equal sets: <c>id:version</c> with a space between them, in ordinal order. In a version whatever is no
    /// ASCII letter, digit, <c>-</c>, <c>.</c>, <c>_</c> or <c>~</c> is percent-encoded, so that a store may split the text without knowing more.
    /// </summary>
    public string Text { get; }

    /// <summary>32 hexadecimal digits that stand for the set; equal sets have the same.</summary>
    public string Digest { get; }

    /// <summary>What a plan asks of a worker, in the form of <see cref="Text"/>.</summary>
    public static string Needs(ScanPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return TextOf(plan.Strategies.Select(static s => (s.Id, s.Version)));
    }

    /// <summary>Whether the strategy is one of them, in this version.</summary>
    public bool Contains(StrategyId id, string version) => _strategies.Contains((id, version));

    /// <summary>Whether every strategy of the plan is one of them, by id and version.</summary>
    public bool CanRun(ScanPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        foreach (var strategy in plan.Strategies)
        {
            if (!_strategies.Contains((strategy.Id, strategy.Version))) return false;
        }

        return true;
    }

    /// <inheritdoc />
    public bool Equals(StrategySet? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as StrategySet);

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <summary><see cref="Text"/>.</summary>
    public override string ToString() => Text;

    private static string TextOf(IEnumerable<(StrategyId Id, string Version)> strategies) =>
        string.Join(' ', strategies.Select(static s => $"{s.Id.Value}:{Uri.EscapeDataString(s.Version)}").Order(StringComparer.Ordinal));
}
