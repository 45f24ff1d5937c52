using OpportunityScan.State;

namespace OpportunityScan.Tests.State;

public sealed class TransitionTableTests
{
    public static TheoryData<Stand, Happening> Pairs()
    {
        var pairs = new TheoryData<Stand, Happening>();
        foreach (var cell in TransitionTable.Cells) pairs.Add(cell.Stand, cell.Happening);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_event_does_in_every_state_what_the_table_says(Stand stand, Happening happening)
    {
        var expected = TransitionTable.Cells.Single(c => c.Stand == stand && c.Happening == happening);
        var before = SampleStates.Of(stand);

        var after = ScanMachine.Apply(before, SampleEvents.Of(happening, before));

        after.Ignored.Should().Be(expected.Ignored);
        after.IsAccepted.Should().Be(expected.Ignored == Ignored.No);
        if (expected.Status is { } status) after.State.Status.Should().Be(status);
        else after.State.Should().BeSameAs(before);
    }

    [Fact]
    public void The_table_has_every_pair_of_state_and_event_once() =>
        TransitionTable.Cells.Select(c => (c.Stand, c.Happening)).Should().BeEquivalentTo(
            from stand in Enum.GetValues<Stand>() from happening in Enum.GetValues<Happening>() select (stand, happening));

    [Fact]
    public void The_states_cover_every_status() =>
        Enum.GetValues<Stand>().Select(s => SampleStates.Of(s).Status).Distinct().Should().BeEquivalentTo(Enum.GetValues<ScanStatus>());

    [Fact]
    public void The_events_cover_every_kind_of_event_and_every_cause_of_an_end()
    {
        var events = Enum.GetValues<Happening>().Select(h => SampleEvents.Of(h, SampleStates.Of(Stand.Leased))).ToList();
        var kinds = typeof(ScanEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ScanEvent)));

        events.Select(e => e.GetType()).Distinct().Should().BeEquivalentTo(kinds);
        events.OfType<ScanEvent.Committed>().Where(c => c.End is not null).Select(c => c.End!.Value).Distinct()
            .Should().BeEquivalentTo(Enum.GetValues<EndCause>());
    }

    [Fact]
    public void The_table_gives_every_reason_to_ignore_and_leads_to_every_terminal_status()
    {
        TransitionTable.Cells.Select(c => c.Ignored).Distinct().Should().BeEquivalentTo(Enum.GetValues<Ignored>());
        TransitionTable.Cells.Where(c => c.Status?.IsTerminal() == true).Select(c => c.Status!.Value).Distinct()
            .Should().BeEquivalentTo(Enum.GetValues<ScanStatus>().Where(s => s.IsTerminal()));
    }
}
