using System.Collections;

namespace OpportunityScan;

/// <summary>What one lookup policy said.</summary>
public enum LookupVerdict
{
    /// <summary>Not here; ask the next.</summary>
    Pass,

    /// <summary>Found.</summary>
    Found,

    /// <summary>Its source cannot be reached.</summary>
    Unavailable,

    /// <summary>It answered with a scan that this query must not be answered with (another id, another request), so the answer was dropped.</summary>
    Refused,
}

/// <summary>One step of a lookup.</summary>
/// <param name="Policy">The policy that was asked.</param>
/// <param name="Verdict">What it said.</param>
public readonly record struct LookupStep(string Policy, LookupVerdict Verdict);

/// <summary>Which policies were asked, in order, and what each said. A value without allocations: two bits a policy.</summary>
public readonly struct LookupTrace : IReadOnlyList<LookupStep>, IEquatable<LookupTrace>
{
    /// <summary>How many policies a chain may have.</summary>
    internal const int MaxSteps = 32;

    private readonly string[]? _policies;
    private readonly ulong _verdicts;
    private readonly int _count;

    private LookupTrace(string[] policies, ulong verdicts, int count) => (_policies, _verdicts, _count) = (policies, verdicts, count);

    /// <summary>How many policies were asked.</summary>
    public int Count => _count;

    /// <inheritdoc />
    public LookupStep this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, _count);
            return new LookupStep(_policies![index], (LookupVerdict)((_verdicts >> (2 * index)) & 3));
        }
    }

    /// <summary>An empty trace over a chain of these policies.</summary>
    internal static LookupTrace Start(string[] policies) => new(policies, 0, 0);

    /// <summary>The trace after the next policy of the chain has spoken.</summary>
    internal LookupTrace Next(LookupVerdict verdict) => new(_policies!, _verdicts | ((ulong)verdict << (2 * _count)), _count + 1);

    /// <inheritdoc />
    public IEnumerator<LookupStep> GetEnumerator()
    {
        for (var i = 0; i < _count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc />
    public bool Equals(LookupTrace other) => this.SequenceEqual(other);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is LookupTrace other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_verdicts, _count);

    /// <summary><c>cache: Pass, by-id: Found</c>, for people.</summary>
    public override string ToString() => string.Join(", ", this.Select(s => $"{s.Policy}: {s.Verdict}"));

    /// <summary>Same policies, same verdicts.</summary>
    public static bool operator ==(LookupTrace left, LookupTrace right) => left.Equals(right);

    /// <summary>Not the same.</summary>
    public static bool operator !=(LookupTrace left, LookupTrace right) => !left.Equals(right);
}
