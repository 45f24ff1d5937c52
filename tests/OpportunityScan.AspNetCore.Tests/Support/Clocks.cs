using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.AspNetCore.Tests.Support;

/// <summary>Moves a clock until something has happened.</summary>
internal static class Clocks
{
    /// <summary>Moves the clock in steps, at a pace that lets work on other threads keep up.</summary>
    internal static async Task<T> AdvanceUntilAsync<T>(this FakeTimeProvider clock, Task<T> awaited, TimeSpan step)
    {
        using var limit = Limit.Source();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        while (!awaited.IsCompleted)
        {
            clock.Advance(step);
            await pace.WaitForNextTickAsync(limit.Token);
        }

        return await awaited;
    }
}
