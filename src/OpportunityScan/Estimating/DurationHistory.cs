using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;

namespace OpportunityScan.Estimating;

/// <summary>Which durations are comparable: those of one strategy in one version, for requests of about the same size.</summary>
internal readonly record struct DurationKey(StrategyId Strategy, string Version, int Size)
{
    /// <summary>What processes call it among each other.</summary>
    internal string Name => string.Create(CultureInfo.InvariantCulture, $"{Strategy.Value} {Uri.EscapeDataString(Version)} {Size}");
}

/// <summary>How long strategies took lately, and how far whole scans were from what was expected of them.</summary>
/// <param name="isShared">Whether other processes are told.</param>
internal sealed class DurationHistory(bool isShared)
{
    /// <summary>How many durations of a kind are kept: enough for a median, few enough to follow changes.</summary>
    internal const int Durations = 32;

    /// <summary>How many deviations are kept: enough for a ninth of ten.</summary>
    internal const int Deviations = 64;

    private const string DeviationName = "*"; // no strategy has such an id
    private const int MostSeries = 10_000;

    /// <summary>What there is to tell after a long outage is not all worth telling.</summary>
    private const int MostUnshared = 10_000;

    private readonly ConcurrentDictionary<DurationKey, Series> _series = new();
    private readonly ConcurrentDictionary<string, Series> _byName = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Name, double Value)> _unshared = new();
    private readonly Series _deviations = new(Deviations);

    /// <summary>Whether there is something that other processes have not been told.</summary>
    internal bool HasUnshared => !_unshared.IsEmpty;

    /// <summary>The durations of a kind, in seconds.</summary>
    internal Series Of(DurationKey key) => _series.GetOrAdd(key, static (k, names) => names.GetOrAdd(k.Name, static _ => new Series(Durations)), _byName);

    internal void Record(DurationKey key, Series series, TimeSpan elapsed)
    {
        series.Add(elapsed.TotalSeconds);
        if (isShared) Tell(key.Name, elapsed.TotalSeconds);
    }

    /// <summary>Notes how much longer a scan took than was expected, as a ratio.</summary>
    internal void RecordDeviation(double ratio)
    {
        _deviations.Add(ratio);
        if (isShared) Tell(DeviationName, ratio);
    }

    /// <summary>What probably comes of an expected duration.</summary>
    internal DurationEstimate Interval(TimeSpan expected) => new(
        expected * (_deviations.Quantile(0.5) ?? 1), _deviations.Quantile(0.9) is { } far ? expected * far : null);

    /// <summary>What other processes have not been told; they are told it now.</summary>
    internal ImmutableArray<(string Name, double Value)> TakeUnshared()
    {
        var all = ImmutableArray.CreateBuilder<(string, double)>();
        while (_unshared.TryDequeue(out var next)) all.Add(next);
        return all.ToImmutable();
    }

    /// <summary>Notes that others could not be told.</summary>
    internal void PutBack(ImmutableArray<(string Name, double Value)> untold)
    {
        foreach (var (name, value) in untold) Tell(name, value);
    }

    /// <summary>Takes what all processes have found out about one kind, in place of what this one has.</summary>
    internal void Merge(string name, ReadOnlySpan<double> values)
    {
        if (string.Equals(name, DeviationName, StringComparison.Ordinal)) _deviations.Replace(values);
        else if (_byName.Count < MostSeries || _byName.ContainsKey(name)) _byName.GetOrAdd(name, static _ => new Series(Durations)).Replace(values);
    }

    private void Tell(string name, double value)
    {
        if (_unshared.Count < MostUnshared) _unshared.Enqueue((name, value));
    }
}
