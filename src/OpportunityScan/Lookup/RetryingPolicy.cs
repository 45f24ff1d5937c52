namespace OpportunityScan.Lookup;

/// <summary>
/// Asks another policy again, briefly, when its source cannot be reached. What was not told quickly has been tried long enough, and no repeat is waited
/// for longer than the whole may take: so that a time that a source takes to give up is never multiplied.
/// </summary>
internal sealed class RetryingPolicy(IScanLookupPolicy inner, int retries, TimeSpan firstDelay, TimeProvider timeProvider) : IScanLookupPolicy
{
    /// <summary>After so long nothing is asked again.</summary>
    internal static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    /// <summary>When a repeat is given up that does not answer, counted from the first question.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    public string Name => inner.Name;

    public bool MayAnswerWithAnotherId => inner.MayAnswerWithAnotherId;

    public async ValueTask<LookupAnswer> LookupAsync(ScanQuery query, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        for (var repeats = 0; ; repeats++)
        {
            try
            {
                var answer = repeats == 0
                    ? await inner.LookupAsync(query, cancellationToken).ConfigureAwait(false)
                    : await AgainAsync(query, started, cancellationToken).ConfigureAwait(false);
                if (answer.Verdict != LookupVerdict.Unavailable || IsEnough(repeats, started)) return answer;
            }
            catch (ScanStoreUnavailableException) when (!IsEnough(repeats, started))
            {
                // Asked again below.
            }

            await Task.Delay(firstDelay * Math.Pow(2, repeats), timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsEnough(int repeats, long started) => repeats >= retries || timeProvider.GetElapsedTime(started) >= Quick;

    private async ValueTask<LookupAnswer> AgainAsync(ScanQuery query, long started, CancellationToken cancellationToken)
    {
        var left = Longest - timeProvider.GetElapsedTime(started);
        if (left <= TimeSpan.Zero) return LookupAnswer.Unavailable;
        var asked = inner.LookupAsync(query, cancellationToken).AsTask();
        try
        {
            return await asked.WaitAsync(left, timeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!asked.IsCompleted)
        {
            _ = asked.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return LookupAnswer.Unavailable;
        }
    }
}
