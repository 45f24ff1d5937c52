namespace OpportunityScan.Redis.Tests.Servers;

/// <summary>Says why a test cannot run here.</summary>
public sealed class SkipTestException(string reason) : Exception(reason);
