using OpportunityScan.Tests.Support;

namespace OpportunityScan.Redis.Tests.Faults;

/// <summary>Tries until the store is available, with a bound.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    internal static async Task<T> AvailableAsync<T>(Func<CancellationToken, ValueTask<T>> act)
    {
        using var limit = Limit.Source();
        while (true)
        {
            try
            {
                return await act(limit.Token);
            }
            catch (ScanStoreUnavailableException)
            {
                await Task.Delay(Pause, TimeProvider.System, limit.Token);
            }
        }
    }
}
