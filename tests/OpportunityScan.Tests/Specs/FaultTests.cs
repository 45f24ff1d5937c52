namespace OpportunityScan.Tests.Specs;

public sealed class FaultTests
{
    /// <summary>Each fault, and the requirement that catches it first.</summary>
    public static TheoryData<string, string> Caught() => new()
    {
        { "no fence", Requirement.OneWriter },
        { "terminal write acknowledged and lost", Requirement.AcknowledgedIsStored },
        { "late commit recorded again", Requirement.AcknowledgedIsStored },
        { "retried opportunities are kept twice", Requirement.FoundOnce },
        { "retried outcome is recorded twice", Requirement.EndsOnce },
        { "retried commit refused", Requirement.NeverWrong },
        { "takeover resets settled outcomes", Requirement.SettledStays },
        { "takeover forgets the cancel", Requirement.CancelKept },
        { "takeover forgets what was found", Requirement.Monotonic },
        { "takeover keeps the version", Requirement.Monotonic },
        { "takeover is not counted", Requirement.AttemptsBounded },
        { "dead worker's scan is never due", Requirement.EndsByItself },
        { "released scan accepts a late renewal", Requirement.ReleasedIsDue },
        { "terminal scan can be claimed", Requirement.Absorbing },
        { "cancel ends a running scan at once", Requirement.EndSettlesAll },
        { "every end is an answer to a cancel", Requirement.CanceledIfAsked },
        { "every end is a timeout", Requirement.TimedOutIfLate },
        { "every end is a success", Requirement.CompletedIfSucceeded },
    };

    [Theory]
    [MemberData(nameof(Caught))]
    public void A_fault_is_caught_by_name(string fault, string requirement)
    {
        var violation = Explorer.Explore(new Model { Apply = Fault.All[fault] }).Violation;

        violation.Should().NotBeNull();
        violation!.Requirement.Should().Be(requirement, "{0}", violation);
        violation.Trace.Should().NotBeEmpty();
    }

    [Fact]
    public void Every_fault_is_tried_and_every_requirement_catches_one()
    {
        var caught = Caught().Select(row => ((string)row[0], (string)row[1])).ToList();

        caught.Select(c => c.Item1).Should().BeEquivalentTo(Fault.All.Keys);
        caught.Select(c => c.Item2).ToHashSet(StringComparer.Ordinal).Should().BeEquivalentTo([.. Requirement.All.Select(r => r.Name), Requirement.EndsByItself]);
    }
}
