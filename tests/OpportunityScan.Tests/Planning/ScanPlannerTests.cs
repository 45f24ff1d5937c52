using static OpportunityScan.Tests.Planning.PlanningFixture;

namespace OpportunityScan.Tests.Planning;

public sealed class ScanPlannerTests
{
    [Fact]
    public void A_request_of_nothing_but_an_owner_is_completed_from_the_options()
    {
        var options = new OpportunityScanOptions();

        var plan = Plan(new ScanRequest(Owner), options, Strategy("momentum"), Strategy("funding")).Plan!;

        plan.Key.Should().Be(new ScanKey(Owner, FixedId));
        plan.Parameters.Should().BeSameAs(ScanParameters.Empty);
        plan.Strategies.Select(s => s.Id.Value).Should().Equal("momentum", "funding");
        plan.Deadline.Should().Be(options.Deadline);
        plan.QueueTimeout.Should().Be(options.QueueTimeout);
        plan.Retention.Should().Be(options.Retention);
        plan.TombstoneRetention.Should().Be(options.TombstoneRetention);
        plan.MaxAttempts.Should().Be(options.MaxAttempts);
    }

    [Fact]
    public void An_id_of_the_callers_choice_is_used_and_its_incarnation_is_drawn()
    {
        var result = Plan(new ScanRequest(Owner) { Id = new ScanId("mine-1") }, Strategy("momentum"));

        result.Plan!.Key.Id.Should().Be(new ScanId("mine-1"));
        result.Plan.Incarnation.Should().Be(FixedId.Value);
    }

    [Fact]
    public void An_id_that_is_drawn_is_its_own_incarnation() =>
        Plan(new ScanRequest(Owner), Strategy("momentum")).Plan.Should().BeEquivalentTo(new { Key = new ScanKey(Owner, FixedId), Incarnation = FixedId.Value });

    [Fact]
    public void A_strategy_is_planned_with_the_name_and_version_it_declares()
    {
        var declared = new StrategyDescriptor(new StrategyId("funding")) { Name = "Funding arbitrage", Version = "2.1" };

        var planned = Plan(new ScanRequest(Owner), declared).Plan!.Strategies.Single();

        planned.Should().Be(new PlannedStrategy(declared.Id, "Funding arbitrage", "2.1", new OpportunityScanOptions().Deadline));
    }

    [Theory]
    [InlineData(null, null, 180, 180)] // neither names one: the deadline
    [InlineData(null, 60, 180, 60)] // the options' default
    [InlineData(20, 60, 180, 20)] // its own before the default
    [InlineData(90, 60, 180, 90)] // also when it is longer
    [InlineData(90, null, 30, 30)] // never more than the request's deadline
    [InlineData(null, 60, 30, 30)]
    public void A_strategys_timeout_is_its_own_else_the_default_and_never_exceeds_the_deadline(int? own, int? byDefault, int deadline, int expected)
    {
        var options = new OpportunityScanOptions { StrategyTimeout = Seconds(byDefault) };
        var request = new ScanRequest(Owner) { Deadline = Seconds(deadline) };

        var plan = Plan(request, options, new StrategyDescriptor(new StrategyId("s")) { Timeout = Seconds(own) }).Plan!;

        plan.Strategies.Single().Timeout.Should().Be(TimeSpan.FromSeconds(expected));
        plan.Deadline.Should().Be(TimeSpan.FromSeconds(deadline));
    }

    [Theory]
    [InlineData("00:00:00.0010000")]
    [InlineData("00:03:00")]
    public void A_deadline_at_either_bound_is_accepted(string deadline)
    {
        var wanted = TimeSpan.Parse(deadline, System.Globalization.CultureInfo.InvariantCulture);

        Plan(new ScanRequest(Owner) { Deadline = wanted }, Strategy("s")).Plan!.Deadline.Should().Be(wanted);
    }

    [Theory]
    [InlineData("00:00:00.0009999")]
    [InlineData("00:00:00")]
    [InlineData("-00:00:01")]
    [InlineData("00:03:00.0000001")]
    public void A_deadline_beyond_a_bound_is_refused_with_value_and_rule(string deadline)
    {
        var wanted = TimeSpan.Parse(deadline, System.Globalization.CultureInfo.InvariantCulture);

        var error = Plan(new ScanRequest(Owner) { Deadline = wanted }, Strategy("s")).Errors.Should().ContainSingle().Which;

        error.Member.Should().Be("Deadline");
        error.Message.Should().Contain(wanted.ToString()).And.Contain("from 00:00:00.0010000 to 00:03:00");
    }

    [Fact]
    public void Everything_that_is_wrong_is_reported_at_once()
    {
        var request = new ScanRequest(default)
        {
            Id = default(ScanId),
            Deadline = TimeSpan.FromHours(1),
            Strategies = [new StrategyId("momentum"), new StrategyId("nonsense")],
            Parameters = Parameters(("colour", ["red"])),
        };

        var result = Plan(request, Strategy("momentum", "symbol"));

        result.Plan.Should().BeNull();
        result.Errors.Select(e => e.Member).Should().Equal("Owner", "Id", "Deadline", "Strategies", "Parameters.colour");
        result.Errors.Should().OnlyContain(e => e.Message.Length > 0 && e.Message.EndsWith('.'));
    }

    [Fact]
    public void A_refused_request_uses_no_id()
    {
        var generated = 0;

        OpportunityScan.Planning.ScanPlanner.Plan(new ScanRequest(default), [Strategy("s")], new OpportunityScanOptions(), () =>
        {
            generated++;
            return FixedId;
        });

        generated.Should().Be(0);
    }

    private static TimeSpan? Seconds(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
}
