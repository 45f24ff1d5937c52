using Microsoft.Extensions.Logging.Testing;
using OpportunityScan.Diagnostics;
using OpportunityScan.Lookup;
using static OpportunityScan.Tests.Lookup.LookupFixture;

namespace OpportunityScan.Tests.Lookup;

public sealed class LookupChainTests
{
    private readonly FakeLogger _log = new();

    [Fact]
    public async Task Policies_are_asked_in_order_and_the_first_that_found_it_wins()
    {
        ScriptedPolicy[] policies = [new("cache", LookupAnswer.Pass), new("store", LookupAnswer.Found(Queued())), new("archive", LookupAnswer.Found(Ended()))];

        var lookup = await FindAsync(policies);

        lookup.Status.Should().Be(LookupStatus.Found);
        lookup.Snapshot!.Status.Should().Be(ScanStatus.Queued);
        lookup.FoundBy.Should().Be("store");
        lookup.Trace.ToString().Should().Be("cache: Pass, store: Found");
        policies.Select(p => p.Asked).Should().Equal(1, 1, 0);
    }

    [Fact]
    public async Task A_policy_that_answers_later_is_waited_for()
    {
        var slow = ScriptedPolicy.Slowly("slow", static () => LookupAnswer.Found(Queued()));

        (await FindAsync(ScriptedPolicy.Slowly("first", static () => LookupAnswer.Pass), slow)).FoundBy.Should().Be("slow");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("Incident", "A5")]
    public async Task A_policy_that_throws_is_unavailable_and_never_not_found(bool slowly)
    {
        var broken = new InvalidOperationException("boom");
        var policy = slowly ? ScriptedPolicy.Slowly("broken", () => throw broken) : new ScriptedPolicy("broken", (_, _) => throw broken);

        var lookup = await FindAsync(policy, new ScriptedPolicy("empty", LookupAnswer.Pass));

        lookup.Status.Should().Be(LookupStatus.StoreUnavailable);
        lookup.Trace.ToString().Should().Be("broken: Unavailable, empty: Pass");
        _log.Collector.GetSnapshot().Should().ContainSingle(r => r.Id.Id == 302).Which.Exception.Should().BeSameAs(broken);
    }

    [Fact]
    public async Task What_one_policy_cannot_reach_the_next_may_find()
    {
        var lookup = await FindAsync(new ScriptedPolicy("store", LookupAnswer.Unavailable), new ScriptedPolicy("replica", LookupAnswer.Found(Queued())));

        lookup.Status.Should().Be(LookupStatus.Found);
        lookup.Trace.ToString().Should().Be("store: Unavailable, replica: Found");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_timeout_of_the_policys_own_is_unavailable(bool slowly)
    {
        var policy = slowly
            ? ScriptedPolicy.Slowly("http", static () => throw new TaskCanceledException())
            : new ScriptedPolicy("http", static (_, _) => throw new TaskCanceledException());

        (await FindAsync(policy)).Status.Should().Be(LookupStatus.StoreUnavailable);
    }

    [Fact]
    public async Task Canceling_the_lookup_cancels_it()
    {
        using var caller = new CancellationTokenSource();
        var policy = new ScriptedPolicy("waiting", static async (_, token) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return LookupAnswer.Pass;
        });

        var lookup = Chain(new ReadsOnlyStore(), policy).FindAsync(ScanQuery.ById(Key()), caller.Token).AsTask();
        await caller.CancelAsync();

        await FluentActions.Awaiting(() => lookup).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fault_of_a_policy_does_not_come_out_because_the_caller_has_canceled_meanwhile(bool slowly)
    {
        using var caller = new CancellationTokenSource();
        var policy = new ScriptedPolicy("broken", async (_, _) =>
        {
            if (slowly) await Task.Yield();
            await caller.CancelAsync();
            throw new InvalidOperationException("boom");
        });

        var asking = () => Chain(new ReadsOnlyStore(), policy).FindAsync(ScanQuery.ById(Key()), caller.Token).AsTask();

        (await asking()).Status.Should().Be(LookupStatus.StoreUnavailable);
    }

    [Fact]
    [Trait("Incident", "A8")]
    public async Task An_answer_with_another_id_is_dropped_logged_and_the_next_is_asked()
    {
        var lookup = await FindAsync(new ScriptedPolicy("helpful", LookupAnswer.Found(Queued("scan_2"))), new ScriptedPolicy("store", LookupAnswer.Pass));

        lookup.Status.Should().Be(LookupStatus.NotFound);
        lookup.Snapshot.Should().BeNull();
        lookup.Trace.ToString().Should().Be("helpful: Refused, store: Pass");
        _log.Collector.GetSnapshot().Should().ContainSingle(r => r.Id.Id == 303).Which.Message.Should().Contain("helpful").And.NotContain("scan_2");
    }

    [Fact]
    [Trait("Incident", "A9")]
    public async Task A_scan_of_another_owner_is_dropped_even_from_a_fallback_and_the_trace_does_not_give_it_away()
    {
        var foreign = await FindAsync(new ScriptedPolicy("leaky", LookupAnswer.Found(Queued(owner: Bob))) { MayAnswerWithAnotherId = true });
        var none = await FindAsync(new ScriptedPolicy("leaky", LookupAnswer.Pass));

        foreign.Should().Be(none);
        foreign.Trace.ToString().Should().Be("leaky: Pass");
        _log.Collector.GetSnapshot().Should().ContainSingle(r => r.Id.Id == 303, "the host is to know");
    }

    [Fact]
    [Trait("Incident", "A8")]
    [Trait("Incident", "C4")]
    public async Task A_fallback_that_opted_in_answers_and_the_answer_bears_its_name()
    {
        var fallback = new ScriptedPolicy("latest-instead", LookupAnswer.Found(Queued("scan_2"))) { MayAnswerWithAnotherId = true };

        var lookup = await FindAsync(new ScriptedPolicy("store", LookupAnswer.Pass), fallback);

        lookup.FoundBy.Should().Be("latest-instead");
        lookup.Snapshot!.Id.Value.Should().Be("scan_2");
    }

    [Fact]
    public async Task What_was_found_is_remembered_if_it_is_terminal()
    {
        using var cache = new TerminalCachePolicy(10, TimeProvider.System);
        var future = Ended().State with { EndedAt = TimeProvider.System.GetUtcNow() };
        var store = new ScriptedPolicy("store", LookupAnswer.Found(new ScanSnapshot(future, [], null)));
        var chain = Chain(new ReadsOnlyStore(), cache, store);

        var first = await chain.FindAsync(ScanQuery.ById(Key()), default);
        var second = await chain.FindAsync(ScanQuery.ById(Key()), default);

        (first.FoundBy, second.FoundBy, store.Asked).Should().Be(("store", "terminal-cache", 1));
        second.Snapshot.Should().BeSameAs(first.Snapshot);
    }

    [Fact]
    public async Task As_many_policies_as_a_trace_holds_are_asked()
    {
        var policies = Enumerable.Range(0, 32).Select(i => new ScriptedPolicy($"p{i}", i % 2 == 0 ? LookupAnswer.Pass : LookupAnswer.Unavailable)).ToArray();

        var lookup = await FindAsync([.. policies]);

        lookup.Trace.Select(s => s.Policy).Should().Equal(policies.Select(p => p.Name));
        lookup.Trace.Select((s, i) => s.Verdict == (i % 2 == 0 ? LookupVerdict.Pass : LookupVerdict.Unavailable)).Should().NotContain(false);
    }

    [Fact]
    public void More_are_refused_with_both_numbers()
    {
        var policies = Enumerable.Range(0, 33).Select(i => new ScriptedPolicy($"p{i}", LookupAnswer.Pass)).ToArray<IScanLookupPolicy>();

        FluentActions.Invoking(() => new LookupChain([.. policies], new ReadsOnlyStore(), _log, new OutageLog(_log, TimeProvider.System))).Should().Throw<ArgumentException>()
            .WithMessage("There are 33 lookup policies; at most 32 are allowed.*");
    }

    [Fact]
    public void An_empty_chain_is_refused_because_it_would_call_every_scan_not_found() =>
        FluentActions.Invoking(() => new LookupChain([], new ReadsOnlyStore(), _log, new OutageLog(_log, TimeProvider.System))).Should().Throw<ArgumentException>().WithMessage("*at least one*");

    private LookupChain Chain(ReadsOnlyStore store, params IScanLookupPolicy[] policies) => new([.. policies], store, _log, new OutageLog(_log, TimeProvider.System));

    private ValueTask<ScanLookup> FindAsync(params IScanLookupPolicy[] policies) =>
        Chain(new ReadsOnlyStore(), policies).FindAsync(ScanQuery.ById(Key()), default);
}
