using System.Collections.Immutable;
using OpportunityScan.Swarm.Worker;

namespace OpportunityScan.Redis.Tests.Swarm;

/// <summary>What the checker lets pass where the store has lost something, and what it still notices.</summary>
public sealed class LossTests
{
    private static readonly Loss Emptied = new(null, 50, 52);
    private static readonly Loss WentBack = new(40, 50, 52);
    private static readonly Reading Running = new()
    {
        Scan = 3,
        Process = 1,
        Began = 0,
        Ended = 1,
        At = DateTimeOffset.UnixEpoch,
        Answer = LookupStatus.Found,
        Id = new SwarmScan(3).Key.Id.Value,
        Owner = new SwarmScan(3).Key.Owner.Value,
        Life = 1,
        Status = ScanStatus.Running,
        Version = 4,
        Found = 3,
        FoundByAll = 35,
        Outcomes = ["Succeeded in 1", ""],
    };

    private static readonly Reading Completed = Running with { Status = ScanStatus.Completed, Version = 9, Found = 35, Outcomes = ["Succeeded in 1", "Succeeded in 1"], Results = "hash" };
    private static readonly Reading OtherLife = Completed with { Life = 2, Results = "other", Outcomes = ["Succeeded in 2", "Failed in 2"] };
    private static readonly Reading Missed = new()
    {
        Scan = 3,
        Process = 1,
        Began = 0,
        Ended = 1,
        At = DateTimeOffset.UnixEpoch,
        Answer = LookupStatus.NotFound,
    };

    [Fact]
    public void What_was_lost_may_be_missed_until_it_is_seen_again()
    {
        Check(Emptied, At(Running, 10), At(Missed, 60), At(Running, 70), At(Completed, 80)).Should().BeEmpty();
        Check(Emptied, At(Running, 10), At(Missed, 30), At(Completed, 80)).Should().ContainSingle("nothing was lost yet");
        Check(Emptied, At(Running, 10), At(Running, 60), At(Missed, 70), At(Completed, 80)).Should().ContainSingle("it was there again");
        Check(Emptied, At(Completed, 10), At(Completed, 60), By(2, At(Missed, 70))).Should().BeEmpty("one process remembers the end, another does not");
    }

    [Fact]
    public void A_store_that_is_laid_out_anew_may_have_to_be_asked_again()
    {
        var again = Missed with { Answer = LookupStatus.StoreUnavailable };
        var emptied = Emptied with { Contested = 65 };

        Check(emptied, At(Running, 10), At(again, 60), At(Completed, 80)).Should().BeEmpty();
        Check(emptied, At(Running, 10), At(again, 70), At(Completed, 80)).Should().ContainSingle("it has been laid out by then");
        Check(WentBack with { Contested = 65 }, At(Running, 10), At(again, 60), At(Completed, 80)).Should().ContainSingle("nothing had to be laid out");
    }

    [Fact]
    public void What_was_kept_may_not_be_missed()
    {
        Check(WentBack, At(Running, 45), At(Missed, 60), At(Completed, 80)).Should().BeEmpty();
        Check(WentBack, At(Running, 10), At(Missed, 60), At(Completed, 80)).Should().ContainSingle();
    }

    [Fact]
    public void Lives_change_with_a_loss_only()
    {
        Check(Emptied, At(Completed, 10), At(OtherLife, 60)).Should().BeEmpty();
        Check(null, At(Completed, 10), At(OtherLife, 60)).Should().ContainSingle().Which.Should().Contain("two lives");
        Check(Emptied, At(Completed, 10), At(OtherLife, 60), By(2, At(Completed, 70))).Should().ContainSingle("the former life came back").Which.Should().Contain("two lives");
        Check(Emptied, By(2, At(Completed, 10)), At(OtherLife, 60), By(2, At(Completed, 70))).Should().BeEmpty("it had seen that end, and heard of nothing else");
        Check(Emptied, At(Completed, 10), At(OtherLife, 60), At(Completed, 70)).Should().ContainSingle("it had heard of another").Which.Should().Contain("two lives");
    }

    [Fact]
    public void One_life_never_goes_back_also_when_the_store_was_emptied() =>
        Check(Emptied, At(Running, 10), At(Running with { Version = 3 }, 60), At(Completed, 80)).Should().ContainSingle().Which.Should().Contain("version 4 went back");

    [Fact]
    public void A_store_that_went_back_may_tell_the_time_since_again()
    {
        var before = At(Running with { Version = 3, Found = 2 }, 10);

        Check(WentBack, before, At(Completed, 45), At(Running, 60), At(Completed with { Version = 12, Results = "other" }, 80)).Should().BeEmpty();
        Check(WentBack, before, At(Running with { Version = 2 }, 60), At(Completed, 80)).Should().ContainSingle("it had kept version 3");
        Check(WentBack, before, At(Running with { Version = 6 }, 60), At(Running with { Version = 5 }, 70), At(Completed, 80)).Should().ContainSingle("nothing was lost since");
    }

    [Fact]
    public void A_process_may_remember_an_end_that_the_store_has_lost()
    {
        Check(WentBack, At(Completed, 45), By(2, At(Running, 60)), At(Completed, 70), By(2, At(Completed with { Version = 12 }, 80))).Should().BeEmpty();
        Check(WentBack, At(Completed, 45), At(Completed, 60), By(2, At(Running, 61)), At(Completed, 70)).Should().BeEmpty("all that it tells is from then");
        Check(WentBack, At(Completed, 30), By(2, At(Running, 60)), At(Completed, 70)).Should().NotBeEmpty("it was kept");
    }

    [Fact]
    public void Two_runs_may_be_seen_until_one_has_superseded_the_other()
    {
        var contested = WentBack with { Contested = 65 };
        var stale = At(Running with { Version = 3, Outcomes = ["Failed in 1", ""] }, 60);

        Check(contested, At(Running, 45), stale, At(Running with { Version = 6 }, 70), At(Completed, 80)).Should().BeEmpty();
        Check(WentBack, At(Running, 45), stale, At(Running with { Version = 6 }, 70), At(Completed, 80)).Should().NotBeEmpty();
    }

    [Fact]
    public void Two_runs_may_be_seen_for_longer_where_a_process_was_slow_to_connect()
    {
        var contested = WentBack with { Contested = 65 };
        var refused = Missed with { Answer = LookupStatus.StoreUnavailable };

        contested.WithConnections([At(Running, 45), At(Running, 53), By(2, At(refused, 54)), By(2, At(Running, 70)), By(2, At(Running, 90))])
            .Contested.Should().Be(71 + 13, "the second process was first answered at 71");
        contested.WithConnections([At(Running, 45)]).Contested.Should().Be(65);
    }

    private static IReadOnlyList<string> Check(Loss? loss, params ImmutableArray<Reading> readings) =>
        HistoryChecker.Violations(new History([3], readings, []) { Losses = loss is null ? [] : [loss] });

    private static Reading At(Reading reading, long began) => reading with { Began = began, Ended = began + 1 };

    private static Reading By(int process, Reading reading) => reading with { Process = process };
}
