using OpportunityScan.Planning;
using static OpportunityScan.Tests.Planning.PlanningFixture;

namespace OpportunityScan.Tests.Planning;

public sealed class DescriptorRulesTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);
    private static readonly StrategyDescriptor Valid = new(new StrategyId("momentum"))
    {
        Name = "Momentum, 14 days",
        Version = "1.2-beta",
        Parameters = [Parameter("symbol"), Parameter("side", "buy", "sell")],
        Timeout = Deadline,
    };

    [Fact]
    public void A_valid_descriptor_breaks_no_rule() => Violations(Valid).Should().BeEmpty();

    [Fact]
    public void The_name_is_the_id_and_the_version_1_unless_given()
    {
        var plain = new StrategyDescriptor(new StrategyId("momentum"));

        (plain.Name, plain.Version).Should().Be(("momentum", "1"));
        Violations(plain).Should().BeEmpty();
    }

    [Fact]
    public void An_id_registered_twice_is_refused_with_id_and_number() =>
        Violations(Valid, Valid with { Name = "Another" }, Strategy("other")).Should()
            .Equal("The strategy id 'momentum' is registered 2 times; ids must be distinct.");

    [Fact]
    public void A_descriptor_without_id_is_refused() => Violations(new StrategyDescriptor(default(StrategyId))).Should().ContainSingle().Which.Should().Contain("no id");

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData(null, "must not be empty")]
    [InlineData("a\u0007b", "U+0007 at position 1")]
    public void A_malformed_name_or_version_is_refused_with_strategy_and_rule(string? text, string rule)
    {
        Violations(Valid with { Name = text! }).Should().ContainSingle().Which.Should().Contain("name").And.Contain("'momentum'").And.Contain(rule);
        Violations(Valid with { Version = text! }).Should().ContainSingle().Which.Should().Contain("version").And.Contain("'momentum'").And.Contain(rule);
    }

    [Theory]
    [InlineData(128, 64, 0)]
    [InlineData(129, 64, 1)]
    [InlineData(128, 65, 1)]
    public void Name_and_version_have_their_longest_length(int name, int version, int violations) =>
        Violations(Valid with { Name = new string('n', name), Version = new string('v', version) }).Should().HaveCount(violations);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(512, 0)]
    [InlineData(513, 1)]
    public void A_description_may_be_empty_and_has_its_longest_length(int length, int violations) =>
        Violations(Valid with { Description = new string('d', length) }).Should().HaveCount(violations);

    [Fact]
    [Trait("Incident", "B1")]
    public void A_timeout_beyond_the_deadline_or_below_a_millisecond_is_refused()
    {
        Violations(Valid with { Timeout = TimeSpan.FromMilliseconds(1) }).Should().BeEmpty();
        foreach (var timeout in new[] { Deadline + TimeSpan.FromTicks(1), TimeSpan.FromTicks(9_999), TimeSpan.Zero, TimeSpan.FromSeconds(-1) })
            Violations(Valid with { Timeout = timeout }).Should().ContainSingle().Which.Should().Contain($"timeout {timeout}").And.Contain("from 00:00:00.0010000 to 00:03:00");
    }

    [Fact]
    public void Default_parameters_are_refused_with_what_to_write() =>
        Violations(Valid with { Parameters = default }).Should().ContainSingle().Which.Should().Contain("use []");

    [Fact]
    public void A_parameter_declared_twice_is_refused() =>
        Violations(Valid with { Parameters = [Parameter("symbol"), Parameter("symbol", "IBM")] }).Should()
            .Equal("The parameter 'symbol' of the strategy 'momentum' is declared 2 times; names must be distinct.");

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public void A_malformed_parameter_name_is_refused(string name) =>
        Violations(Valid with { Parameters = [Parameter(name)] }).Should().ContainSingle().Which.Should().StartWith("The parameter").And.Contain("'momentum'");

    [Theory]
    [InlineData(" symbol")]
    [InlineData("symbol\u00a0")]
    public void A_parameter_name_that_no_trimmed_request_can_match_is_refused(string name) =>
        Violations(Valid with { Parameters = [Parameter(name)] }).Should().ContainSingle().Which.Should().Contain("must not begin or end with white space");

    [Theory]
    [InlineData(" buy", "must not begin or end with white space")]
    [InlineData("", "must not be empty")]
    [InlineData(null, "must not be empty")]
    public void An_allowed_value_that_no_trimmed_request_can_match_is_refused(string? value, string rule) =>
        Violations(Valid with { Parameters = [Parameter("side", "sell", value!)] }).Should().ContainSingle().Which.Should().Contain("'side'").And.Contain(rule);

    [Fact]
    public void A_null_parameter_is_refused() =>
        Violations(Valid with { Parameters = [null!] }).Should().ContainSingle().Which.Should().Contain("null").And.Contain("'momentum'");

    [Fact]
    public void All_violations_of_all_strategies_are_reported_at_once() =>
        Violations(Valid with { Name = "" }, Strategy("other") with { Version = "", Timeout = TimeSpan.Zero }).Should().HaveCount(3);

    private static List<string> Violations(params StrategyDescriptor[] descriptors) => DescriptorRules.Violations(descriptors, Deadline);
}
