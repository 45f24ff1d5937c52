using System.Collections.Immutable;
using OpportunityScan.Swarm.Worker;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>A checker that cannot fail proves nothing: each rule is broken once, by a history that is sound but for that.</summary>
public sealed class HistoryCheckerTests
{
    private const int Scan = 3;
    private const int FoundByAll = 35;
    private const string First = "Succeeded in 1";
    private const string Second = "Failed in 2";

    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);

    private static readonly Reading Queued = new()
    {
        Scan = Scan,
        Process = 1,
        Began = 10,
        Ended = 11,
        At = Now,
        Answer = LookupStatus.Found,
        Id = new SwarmScan(Scan).Key.Id.Value,
        Owner = new SwarmScan(Scan).Key.Owner.Value,
        Life = 1,
        Status = ScanStatus.Queued,
        Version = 1,
        FoundByAll = FoundByAll,
        Outcomes = ["", ""],
    };

    private static readonly Reading Running = At(Queued with { Status = ScanStatus.Running, Version = 4, Found = 3, Outcomes = [First, ""] }, 20);
    private static readonly Reading Ended = At(
        Running with { Status = ScanStatus.Completed, Version = 9, Found = FoundByAll, Outcomes = [First, Second], Results = "hash" }, 30);

    [Fact]
    public void A_history_that_keeps_the_promise_has_no_violation() =>
        Check(Queued, Running, By(2, At(Running, 21)), Ended, By(2, At(Ended, 33))).Should().BeEmpty();

    [Fact]
    public void Readings_at_the_same_time_may_be_told_in_either_order() =>
        Check(Ended with { Began = 15, Ended = 40 }, By(2, Running)).Should().BeEmpty("neither had ended before the other began");

    [Theory]
    [InlineData(LookupStatus.NotFound)]
    [InlineData(LookupStatus.Expired)]
    public void A_miss_is_noticed(LookupStatus answer) =>
        OnlyViolation(Queued, Miss(answer, 15), Ended).Should().StartWith($"Scan 3: {answer}: process 1, 15 to 16");

    [Theory]
    [InlineData(LookupStatus.Expired, 0, 0)]
    [InlineData(LookupStatus.Expired, -1, 1)]
    [InlineData(LookupStatus.NotFound, 1_000, 0)]
    [InlineData(LookupStatus.NotFound, 999, 1)]
    public void A_miss_is_excused_once_the_retention_is_over(LookupStatus answer, int millisecondsAfter, int violations) =>
        Check(Queued, Ended with { ExpiresAt = Now }, Miss(answer, 40) with { At = Now.AddMilliseconds(millisecondsAfter) }).Should().HaveCount(violations);

    [Fact]
    public void Unavailable_is_excused_by_an_outage_only()
    {
        var miss = Miss(LookupStatus.StoreUnavailable, 15);

        Check([new Outage(null, 16, 17)], Queued, miss, Ended).Should().BeEmpty();
        Check([new Outage(1, 14, 15)], Queued, miss, Ended).Should().BeEmpty();
        Check([new Outage(null, 17, 99), new Outage(null, 0, 14), new Outage(2, 0, 99)], Queued, miss, Ended)
            .Should().ContainSingle().Which.Should().Contain("StoreUnavailable while it was available");
    }

    [Fact]
    public void Unavailable_is_excused_where_it_was_waited_for()
    {
        var budget = (long)(SwarmSettings.CommandTimeout.TotalSeconds / 2 * TimeProvider.System.TimestampFrequency);
        var miss = Miss(LookupStatus.StoreUnavailable, 15);

        Check(Queued, miss with { Ended = miss.Began + budget }, Ended).Should().BeEmpty();
        Check(Queued, miss with { Ended = miss.Began + budget - 1 }, Ended).Should().ContainSingle();
    }

    [Fact]
    public void A_miss_during_an_outage_is_still_a_miss() =>
        Check([new Outage(null, 0, 99)], Queued, Miss(LookupStatus.NotFound, 15), Ended).Should().ContainSingle();

    [Fact]
    public void Another_id_or_owner_is_noticed()
    {
        OnlyViolation(Queued with { Id = "swarm-4" }, Ended).Should().Contain("answered with id swarm-4");
        OnlyViolation(Queued with { Owner = "else" }, Ended).Should().Contain("answered with owner else");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_version_that_goes_back_is_noticed_within_a_reader_and_across_readers(int process) =>
        OnlyViolation(Running, By(process, At(Running with { Version = 3 }, 22)), Ended).Should().Contain("version 4 went back");

    [Fact]
    public void A_status_that_goes_back_is_noticed() =>
        OnlyViolation(Running, At(Running with { Version = 5, Status = ScanStatus.Queued }, 22), Ended).Should().Contain("status went back");

    [Fact]
    public void Found_that_goes_back_is_noticed() =>
        OnlyViolation(Running, At(Running with { Version = 5, Found = 2 }, 22), Ended).Should().Contain("3 found went back");

    [Fact]
    public void A_settled_strategy_that_runs_again_is_noticed_even_when_another_settles_in_its_place() =>
        OnlyViolation(Running, At(Running with { Version = 5, Outcomes = ["", Second] }, 22), Ended).Should().Contain("1 settled went back");

    [Fact]
    public void A_strategy_that_settles_twice_is_noticed() =>
        OnlyViolation(Running, At(Running with { Version = 5, Outcomes = ["Succeeded in 2", ""] }, 22), Ended)
            .Should().Contain("strategy 0 settled 2 times: Succeeded in 1; Succeeded in 2");

    [Fact]
    public void One_version_with_two_contents_is_noticed() =>
        OnlyViolation(Running, By(2, At(Running with { Found = 4 }, 22)), Ended).Should().Contain("version 4 was told in 2 ways");

    [Fact]
    public void An_end_that_changes_is_noticed() =>
        OnlyViolation(Queued, Ended, At(Ended with { Status = ScanStatus.TimedOut, Version = 10 }, 40)).Should().Contain("the end was told in 2 ways");

    [Fact]
    public void Results_that_differ_are_noticed() =>
        OnlyViolation(Ended, By(2, At(Ended with { Results = "other" }, 40))).Should().Contain("the result was told in 2 ways");

    [Fact]
    public void Lost_opportunities_are_noticed() =>
        OnlyViolation(Queued, Ended with { Found = FoundByAll - 1 }).Should().Contain("completed with");

    [Fact]
    public void An_opportunity_of_another_scan_is_noticed() =>
        OnlyViolation(Queued, Ended with { Foreign = "swarm-4/0" }).Should().Contain("told swarm-4/0");

    [Fact]
    public void An_end_after_its_deadline_is_noticed_where_nothing_is_stopped()
    {
        ImmutableArray<Reading> readings = [Queued, Ended with { Late = 501 }];

        HistoryChecker.Violations(new History([Scan], readings, [])).Should().BeEmpty();
        HistoryChecker.Violations(new History([Scan], readings, []) { Lateness = TimeSpan.FromMilliseconds(501) }).Should().BeEmpty();
        HistoryChecker.Violations(new History([Scan], readings, []) { Lateness = TimeSpan.FromMilliseconds(500) }).Should().ContainSingle();
    }

    [Fact]
    public void A_scan_that_never_ends_or_that_nobody_ever_sees_is_noticed()
    {
        OnlyViolation(Queued, Running).Should().Contain("nobody saw it end");
        OnlyViolation().Should().Contain("nobody saw it end");
    }

    private static string OnlyViolation(params ImmutableArray<Reading> readings) => Check([], readings).Should().ContainSingle().Subject;

    private static IReadOnlyList<string> Check(params ImmutableArray<Reading> readings) => Check([], readings);

    private static IReadOnlyList<string> Check(ImmutableArray<Outage> outages, params ImmutableArray<Reading> readings) =>
        HistoryChecker.Violations(new History([Scan], readings, outages));

    private static Reading At(Reading reading, long began) => reading with { Began = began, Ended = began + 1 };

    private static Reading By(int process, Reading reading) => reading with { Process = process };

    private static Reading Miss(LookupStatus answer, long began) =>
        new() { Scan = Scan, Process = 1, Began = began, Ended = began + 1, At = Now, Answer = answer };
}
