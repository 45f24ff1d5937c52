using OpportunityScan.Lookup;
using static OpportunityScan.Tests.Lookup.LookupFixture;

namespace OpportunityScan.Tests.Lookup;

public sealed class RetryingPolicyTests
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);
    private readonly AwaitedTime _time = new(Noon);

    [Fact]
    public async Task A_policy_that_answers_is_asked_once()
    {
        foreach (var answer in new[] { LookupAnswer.Pass, LookupAnswer.Found(Queued()) })
        {
            var inner = new ScriptedPolicy("inner", answer);

            (await AnswerAsync(inner)).Should().Be(answer);

            inner.Asked.Should().Be(1);
        }
    }

    [Fact]
    public async Task An_unavailable_source_is_asked_again_until_it_answers()
    {
        var answers = new Queue<LookupAnswer>([LookupAnswer.Unavailable, LookupAnswer.Unavailable, LookupAnswer.Found(Queued())]);
        var inner = new ScriptedPolicy("inner", (_, _) => new ValueTask<LookupAnswer>(answers.Dequeue()));

        (await AnswerAsync(inner)).Verdict.Should().Be(LookupVerdict.Found);

        inner.Asked.Should().Be(3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_source_that_throws_unavailable_is_asked_again_too(bool slowly)
    {
        var inner = new ScriptedPolicy("inner", LookupAnswer.Pass);
        var failures = 2;
        var failing = new ScriptedPolicy("failing", async (query, token) =>
        {
            if (slowly) await Task.Yield();
            return failures-- > 0 ? throw new ScanStoreUnavailableException("gone") : await inner.LookupAsync(query, token);
        });

        (await LookupPolicies.Retrying(failing, 2, TimeSpan.Zero, _time).LookupAsync(ScanQuery.Latest(Ada), default)).Should().Be(LookupAnswer.Pass);

        failing.Asked.Should().Be(3);
    }

    [Fact]
    public async Task It_gives_up_after_the_last_repetition()
    {
        var inner = new ScriptedPolicy("inner", LookupAnswer.Unavailable);

        (await AnswerAsync(inner, retries: 3)).Should().Be(LookupAnswer.Unavailable);

        inner.Asked.Should().Be(4);
    }

    [Fact, Trait("Incident", "E3")]
    public async Task What_took_long_is_not_asked_again()
    {
        var inner = new ScriptedPolicy("inner", async (_, token) =>
        {
            await Task.Delay(RetryingPolicy.Longest, _time, token);
            return LookupAnswer.Unavailable;
        });

        (await _time.UntilCompletedAsync(Retrying(inner, 5).LookupAsync(ScanQuery.Latest(Ada), default).AsTask())).Should().Be(LookupAnswer.Unavailable);

        inner.Asked.Should().Be(1);
    }

    [Fact, Trait("Incident", "E3")]
    public async Task A_repeat_that_hangs_is_given_up_in_time()
    {
        var asked = 0;
        var inner = new ScriptedPolicy("inner", async (_, token) =>
        {
            if (++asked > 1) await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            return LookupAnswer.Unavailable;
        });
        var started = _time.GetTimestamp();

        (await CompletedAsync(Retrying(inner, 5).LookupAsync(ScanQuery.Latest(Ada), default).AsTask())).Should().Be(LookupAnswer.Unavailable);

        asked.Should().Be(2);
        _time.GetElapsedTime(started).Should().BeLessThan(RetryingPolicy.Longest + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Nothing_is_asked_again_before_its_time()
    {
        var inner = new ScriptedPolicy("inner", LookupAnswer.Unavailable);

        var asking = Retrying(inner, 1).LookupAsync(ScanQuery.Latest(Ada), default).AsTask();

        inner.Asked.Should().Be(1);
        asking.IsCompleted.Should().BeFalse();
        await CompletedAsync(asking);
    }

    [Fact]
    public async Task Another_fault_is_not_repeated()
    {
        var inner = new ScriptedPolicy("inner", static (_, _) => throw new InvalidOperationException("boom"));

        await FluentActions.Awaiting(() => AnswerAsync(inner)).Should().ThrowAsync<InvalidOperationException>();

        inner.Asked.Should().Be(1);
    }

    [Fact]
    public async Task Canceling_ends_the_waiting()
    {
        using var caller = new CancellationTokenSource();
        var asking = Retrying(new ScriptedPolicy("inner", LookupAnswer.Unavailable), 2).LookupAsync(ScanQuery.Latest(Ada), caller.Token).AsTask();

        await caller.CancelAsync();

        await FluentActions.Awaiting(() => asking).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void It_goes_by_the_name_and_rights_of_the_policy_it_wraps()
    {
        var wrapped = Retrying(new ScriptedPolicy("inner", LookupAnswer.Pass) { MayAnswerWithAnotherId = true }, 1);

        (wrapped.Name, wrapped.MayAnswerWithAnotherId).Should().Be(("inner", true));
        Retrying(new ScriptedPolicy("inner", LookupAnswer.Pass), 1).MayAnswerWithAnotherId.Should().BeFalse();
    }

    private IScanLookupPolicy Retrying(IScanLookupPolicy inner, int retries) => LookupPolicies.Retrying(inner, retries, FirstDelay, _time);

    private async Task<LookupAnswer> AnswerAsync(IScanLookupPolicy inner, int retries = 2) =>
        await CompletedAsync(Retrying(inner, retries).LookupAsync(ScanQuery.Latest(Ada), default).AsTask());

    private Task<LookupAnswer> CompletedAsync(Task<LookupAnswer> asking) => _time.UntilCompletedAsync(asking);
}
