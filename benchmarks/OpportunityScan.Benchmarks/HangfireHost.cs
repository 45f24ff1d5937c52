using Hangfire;
using Hangfire.InMemory;

namespace OpportunityScan.Benchmarks;

/// <summary>Hangfire as a host would run it, with its storage in memory, which wakes idle workers without polling.</summary>
internal sealed class HangfireHost : IDisposable
{
    private readonly InMemoryStorage _storage = new();
    private readonly BackgroundJobServer _server;

    private HangfireHost(int workers)
    {
        Client = new BackgroundJobClient(_storage);
        _server = new BackgroundJobServer(
            new BackgroundJobServerOptions { WorkerCount = workers, SchedulePollingInterval = TimeSpan.FromMilliseconds(10) }, _storage);
    }

    internal BackgroundJobClient Client { get; }

    internal static HangfireHost Start(int workers) => new(workers);

    public void Dispose()
    {
        _server.Dispose();
        _storage.Dispose();
    }
}
