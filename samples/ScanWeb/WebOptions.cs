using System.Collections.Immutable;

namespace ScanWeb;

/// <summary>What was asked for on the command line, valid as it stands.</summary>
internal sealed record WebOptions
{
    /// <summary>Where to listen; <c>null</c> for what the environment says, or else the default.</summary>
    public string? Urls { get; init; }

    /// <summary>Where scans and the key ring are kept; <c>null</c> for in memory.</summary>
    public SampleHost.Endpoint? Redis { get; init; }

    public TimeSpan Latency { get; init; }

    public TimeSpan Deadline { get; init; }

    public ImmutableArray<StrategyId> Fail { get; init; } = [];

    public ImmutableArray<StrategyId> Hang { get; init; } = [];

    /// <summary>Only make the hash of a password.</summary>
    public bool HashPassword { get; init; }
}
