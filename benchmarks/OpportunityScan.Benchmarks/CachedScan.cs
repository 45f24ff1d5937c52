using System.ComponentModel;

namespace OpportunityScan.Benchmarks;

/// <summary>A type that HybridCache knows to be immutable, so that it hands the same instance out and copies nothing.</summary>
[ImmutableObject(true)]
public sealed record CachedScan(ScanSnapshot Snapshot);
