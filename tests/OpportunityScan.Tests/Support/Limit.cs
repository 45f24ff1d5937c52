namespace OpportunityScan.Tests.Support;

/// <summary>How long a test waits in real time for what must happen: long enough for a busy machine, short enough not to hang.</summary>
internal static class Limit
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    internal static async Task<T> Within<T>(Task<T> awaited) => await awaited.WaitAsync(Patience, TimeProvider.System);

    internal static async Task Within(Task awaited) => await awaited.WaitAsync(Patience, TimeProvider.System);

    internal static CancellationTokenSource Source() => new(Patience, TimeProvider.System);

    /// <summary>Waits for a condition that work on other threads brings about.</summary>
    internal static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = Source();
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Waits for what a question is answered with.</summary>
    internal static async Task<T> UntilAsync<T>(Func<Task<T>> ask, Func<T, bool> condition)
    {
        using var limit = Source();
        while (true)
        {
            var answer = await ask();
            if (condition(answer)) return answer;
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
