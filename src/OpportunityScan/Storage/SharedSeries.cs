using System.Collections.Immutable;

namespace OpportunityScan.Storage;

/// <summary>Something that was measured, for all processes to know.</summary>
/// <param name="Series">What it belongs to; 1 to 256 characters.</param>
/// <param name="Value">The value; finite.</param>
public readonly record struct Measurement(string Series, double Value);

/// <summary>The newest values of one series.</summary>
/// <param name="Name">The series.</param>
/// <param name="Values">Its values, oldest first; at most <see cref="SharedSeries.MaxValues"/>.</param>
public sealed record MeasuredSeries(string Name, ImmutableArray<double> Values)
{
    private readonly ValueList<double> _values = Values;

    /// <summary>Its values, oldest first; at most <see cref="SharedSeries.MaxValues"/>.</summary>
    public ImmutableArray<double> Values
    {
        get => _values;
        init => _values = value;
    }
}

/// <summary>What all processes have measured, as far as it has changed.</summary>
/// <param name="Revision">What to ask with the next time; lower than the one that was asked with where the store has lost something.</param>
/// <param name="Changed">The series that have changed since, each whole.</param>
public sealed record SharedSeries(long Revision, ImmutableArray<MeasuredSeries> Changed)
{
    /// <summary>How many values a series keeps.</summary>
    public const int MaxValues = 64;

    private readonly ValueList<MeasuredSeries> _changed = Changed;

    /// <summary>Nothing.</summary>
    public static SharedSeries None { get; } = new(0, []);

    /// <summary>The series that have changed since, each whole.</summary>
    public ImmutableArray<MeasuredSeries> Changed
    {
        get => _changed;
        init => _changed = value;
    }
}
