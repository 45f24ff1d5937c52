using Microsoft.Extensions.Time.Testing;

namespace OpportunityScan.Tests.Lookup;

/// <summary>Lets time pass for something that waits for it.</summary>
internal static class PassingTime
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    /// <summary>Advances the clock until the task has completed; the bound is real time, because what waits may not have set its timer yet.</summary>
    internal static async Task<T> UntilCompletedAsync<T>(this FakeTimeProvider time, Task<T> task, TimeSpan step)
    {
        using var bound = new CancellationTokenSource(Bound, TimeProvider.System);
        while (!task.IsCompleted && !bound.IsCancellationRequested)
        {
            time.Advance(step);
            await Task.Yield();
        }

        return await task.WaitAsync(Bound, TimeProvider.System);
    }
}
