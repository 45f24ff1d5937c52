namespace OpportunityScan.Client;

/// <summary>How a client waits.</summary>
public sealed record ScanClientOptions
{
    /// <summary>How long a watch may hear nothing, not even a sign of life, before it connects again. Positive. Default: 45 seconds, three times the server's keep-alive.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>The longest pause before a watch connects again; the first ones are shorter. Positive. Default: 10 seconds.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
