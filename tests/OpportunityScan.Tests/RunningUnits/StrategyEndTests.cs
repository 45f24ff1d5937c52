using System.Reflection;
using OpportunityScan.Running;

namespace OpportunityScan.Tests.RunningUnits;

public sealed class StrategyEndTests
{
    private static readonly HashSet<string> Codes = [.. typeof(StrategyErrorCodes).GetFields(BindingFlags.Static | BindingFlags.Public).Select(static f => (string)f.GetRawConstantValue()!)];

    public static TheoryData<EndCause> Causes => [.. CutShort];

    private static IEnumerable<EndCause> CutShort => Enum.GetValues<EndCause>().Except([EndCause.AllSettled]);

    [Fact]
    public void Success_has_nothing_to_explain() => StrategyEnd.Succeeded.Should().Be(new StrategyEnd(StrategyStatus.Succeeded));

    [Theory]
    [InlineData(StopKind.Timeout, StrategyStatus.TimedOut, "strategy_timeout")]
    [InlineData(StopKind.Deadline, StrategyStatus.TimedOut, "scan_deadline")]
    [InlineData(StopKind.Cancel, StrategyStatus.Canceled, "scan_canceled")]
    [Trait("Incident", "B4")]
    internal void A_stopped_strategy_says_why_and_whether_it_was_left_behind(StopKind kind, StrategyStatus status, string code)
    {
        var stopped = StrategyEnd.Stopped(kind, detached: false);
        var detached = StrategyEnd.Stopped(kind, detached: true);

        (stopped.Status, stopped.Code, stopped.Detached).Should().Be((status, code, false));
        (detached.Status, detached.Code, detached.Detached).Should().Be((status, code, true));
        stopped.Message.Should().NotContain("left behind");
        detached.Message.Should().StartWith(stopped.Message).And.EndWith("left behind.");
    }

    [Theory]
    [MemberData(nameof(Causes))]
    public void One_whose_turn_never_came_is_skipped_with_a_reason(EndCause cause)
    {
        var end = StrategyEnd.NeverRan(cause);

        end.Status.Should().Be(StrategyStatus.Skipped);
        Codes.Should().Contain(end.Code!);
        end.Message.Should().EndWith(".");
    }

    [Theory]
    [MemberData(nameof(Causes))]
    public void One_that_ran_before_is_settled_with_a_reason_and_is_not_called_skipped(EndCause cause)
    {
        var end = StrategyEnd.Interrupted(cause);

        end.Status.IsSettled().Should().BeTrue();
        end.Status.Should().NotBe(StrategyStatus.Skipped).And.NotBe(StrategyStatus.Succeeded);
        Codes.Should().Contain(end.Code!).And.Subject.Should().Contain(StrategyEnd.NeverRan(cause).Code!);
        end.Message.Should().EndWith(".");
    }

    [Fact]
    public void Each_cause_has_a_code_of_its_own() =>
        CutShort.Select(static cause => StrategyEnd.NeverRan(cause).Code).Should().OnlyHaveUniqueItems();
}
