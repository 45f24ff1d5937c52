namespace OpportunityScan.Tests.Specs;

public sealed class ProtocolTests
{
    /// <summary>
    /// Runners, strategies and trouble, and what there is to explore. The counts are pinned: a change of the machine or of the model that makes states reachable or unreachable shows here, and is to be
    /// understood before the new counts are written down.
    /// </summary>
    public static TheoryData<int, int, int, int, int> Sizes() => new()
    {
        { 2, 2, 2, 294_173, 1_625_983 },
        { 2, 1, 4, 103_598, 639_949 },
        { 3, 1, 3, 89_750, 573_023 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    [Trait("Incident", "D1")]
    [Trait("Incident", "D4")]
    [Trait("Incident", "D6")]
    public void Every_requirement_holds_in_every_reachable_state(int workers, int strategies, int trouble, int states, int transitions)
    {
        var exploration = Explorer.Explore(new Model { Workers = workers, Strategies = strategies, Trouble = trouble });

        exploration.Violation.Should().BeNull("{0}", exploration.Violation);
        (exploration.States, exploration.Transitions).Should().Be((states, transitions));
    }

    [Fact]
    [Trait("Incident", "A7")]
    public void Every_way_out_of_a_run_is_reached_and_stored() =>
        Explorer.Explore(new Model { Strategies = 1, Trouble = 2 }).Endings.Should().BeEquivalentTo(new (ScanStatus, EndCause?)[]
        {
            (ScanStatus.Completed, EndCause.AllSettled),
            (ScanStatus.Failed, EndCause.AllSettled),
            (ScanStatus.Failed, EndCause.AttemptsExhausted),
            (ScanStatus.TimedOut, EndCause.DeadlinePassed),
            (ScanStatus.TimedOut, EndCause.QueueTimedOut),
            (ScanStatus.Canceled, EndCause.CancelRequested),
            (ScanStatus.Canceled, EndCause.WorkerStopped),
        });
}
