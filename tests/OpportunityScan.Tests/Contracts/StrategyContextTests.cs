namespace OpportunityScan.Tests.Contracts;

public sealed class StrategyContextTests
{
    private static readonly ScanKey Key = new(new OwnerId("owner"), new ScanId("scan"));

    [Fact]
    public void A_context_can_be_made_without_a_scan()
    {
        var context = new StrategyContext(Key, ScanParameters.Empty, attempt: 2, State.SamplePlan.Start);

        context.Should().BeEquivalentTo(new { Scan = Key, Key.Owner, Attempt = 2, DeadlineAt = State.SamplePlan.Start });
        context.TimeProvider.Should().BeSameAs(TimeProvider.System);
        context.Invoking(c => c.ReportProgress(0.5)).Should().NotThrow();
    }

    [Fact]
    public void Progress_reaches_whoever_listens()
    {
        var reported = new List<double>();
        var context = new StrategyContext(Key, ScanParameters.Empty, 1, State.SamplePlan.Start, TimeProvider.System, reported.Add);

        context.ReportProgress(0.25);
        context.ReportProgress(0.75);

        reported.Should().Equal(0.25, 0.75);
    }

    [Fact]
    public void A_descriptor_is_named_by_its_id_unless_told_otherwise()
    {
        var descriptor = new StrategyDescriptor(new StrategyId("momentum"));

        (descriptor.Name, descriptor.Version, descriptor.Timeout).Should().Be(("momentum", "1", null));
        (descriptor with { Name = "Momentum" }).Name.Should().Be("Momentum");
    }
}
