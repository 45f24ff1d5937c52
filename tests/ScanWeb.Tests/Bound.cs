namespace ScanWeb.Tests;

/// <summary>How long a test waits in real time for what must happen: long enough for a busy machine, short enough not to hang.</summary>
internal static class Bound
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    internal static Task<T> WithinBound<T>(this Task<T> task) => task.WaitAsync(Patience, TimeProvider.System);

    internal static Task WithinBound(this Task task) => task.WaitAsync(Patience, TimeProvider.System);

    internal static CancellationTokenSource Source() => new(Patience, TimeProvider.System);

    /// <summary>Asks until the answer is as wanted.</summary>
    internal static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> isWanted)
    {
        using var bound = Source();
        while (true)
        {
            var answer = await ask();
            if (isWanted(answer)) return answer;
            await Task.Delay(Pause, TimeProvider.System, bound.Token);
        }
    }
}
