using CsCheck;

namespace OpportunityScan.Tests.Contracts;

public sealed class LookupTraceTests
{
    private static readonly string[] Policies = [.. Enumerable.Range(0, LookupTrace.MaxSteps).Select(n => $"policy{n}")];

    [Fact]
    public void A_trace_gives_back_what_each_policy_said() =>
        Gen.Enum<LookupVerdict>().Array[0, LookupTrace.MaxSteps].Sample(verdicts =>
        {
            var trace = verdicts.Aggregate(LookupTrace.Start(Policies), (t, verdict) => t.Next(verdict));
            return trace.Count == verdicts.Length && trace.SequenceEqual(verdicts.Select((verdict, i) => new LookupStep(Policies[i], verdict)));
        });

    [Fact]
    public void A_trace_reads_as_a_list()
    {
        var trace = LookupTrace.Start(["cache", "by-id"]).Next(LookupVerdict.Pass).Next(LookupVerdict.Found);

        trace.ToString().Should().Be("cache: Pass, by-id: Found");
        default(LookupTrace).ToString().Should().BeEmpty();
    }

    [Fact]
    public void Only_steps_that_were_taken_can_be_read()
    {
        var trace = LookupTrace.Start(Policies).Next(LookupVerdict.Pass);

        FluentActions.Invoking(() => trace[1]).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => trace[-1]).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => default(LookupTrace)[0]).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Traces_are_equal_when_the_same_policies_said_the_same()
    {
        var trace = LookupTrace.Start(["a", "b"]).Next(LookupVerdict.Pass);

        trace.Should().Equal(LookupTrace.Start(["a", "c"]).Next(LookupVerdict.Pass));
        (trace == LookupTrace.Start(["a"]).Next(LookupVerdict.Pass)).Should().BeTrue();
        trace.GetHashCode().Should().Be(LookupTrace.Start(["a"]).Next(LookupVerdict.Pass).GetHashCode());
        (trace != LookupTrace.Start(["b"]).Next(LookupVerdict.Pass)).Should().BeTrue();
        (trace != trace.Next(LookupVerdict.Pass)).Should().BeTrue();
        trace.Equals((object)"a").Should().BeFalse();
    }

    [Fact]
    [Trait("Incident", "A8")]
    public void A_lookup_names_the_policy_that_found_it()
    {
        var snapshot = Outcomes.Snapshot(ScanStatus.Running, []);
        var found = LookupTrace.Start(["cache", "by-id"]).Next(LookupVerdict.Pass).Next(LookupVerdict.Found);

        new ScanLookup(LookupStatus.Found, snapshot, found).FoundBy.Should().Be("by-id");
        new ScanLookup(LookupStatus.NotFound, null, found).FoundBy.Should().BeNull();
        new ScanLookup(LookupStatus.Found, snapshot, default).FoundBy.Should().BeNull();
    }

    [Fact]
    public void A_policy_answers_found_with_a_scan_or_passes()
    {
        var snapshot = Outcomes.Snapshot(ScanStatus.Running, []);

        LookupAnswer.Of(snapshot).Should().Be(LookupAnswer.Found(snapshot));
        LookupAnswer.Of(null).Should().Be(LookupAnswer.Pass);
        default(LookupAnswer).Verdict.Should().Be(LookupVerdict.Pass);
        LookupAnswer.Unavailable.Verdict.Should().Be(LookupVerdict.Unavailable);
        FluentActions.Invoking(() => LookupAnswer.Found(null!)).Should().Throw<ArgumentNullException>();
    }
}
