using System.Collections.Immutable;
using OpportunityScan.Planning;
using static OpportunityScan.Tests.Planning.PlanningFixture;

namespace OpportunityScan.Tests.Planning;

public sealed class ParameterRulesTests
{
    [Fact]
    public void Declared_parameters_are_accepted() =>
        Errors(Parameters(("symbol", ["IBM", "XOM"]), ("depth", ["3"])), Strategy("a", "symbol"), Strategy("b", "depth")).Should().BeEmpty();

    [Fact]
    [Trait("Incident", "C3")]
    public void A_parameter_that_nobody_understands_is_refused_by_name_with_what_is_understood()
    {
        var error = Errors(Parameters(("symbols", ["IBM"])), Strategy("a", "symbol"), Strategy("b", "depth", "symbol")).Should().ContainSingle().Which;

        error.Member.Should().Be("Parameters.symbols");
        error.Message.Should().Be("No selected strategy understands the parameter 'symbols'; understood are depth, symbol.");
    }

    [Fact]
    public void Where_no_strategy_takes_any_the_error_says_so() =>
        Errors(Parameters(("symbol", ["IBM"])), Strategy("a")).Should().ContainSingle().Which.Message.Should().EndWith("none takes any.");

    [Fact]
    public void Names_are_told_apart_by_case() =>
        Errors(Parameters(("Symbol", ["IBM"])), Strategy("a", "symbol")).Should().ContainSingle().Which.Member.Should().Be("Parameters.Symbol");

    [Fact]
    public void A_value_that_is_not_allowed_is_refused_with_what_is()
    {
        var declared = new StrategyDescriptor(new StrategyId("a")) { Parameters = [Parameter("side", "sell", "buy")] };

        var errors = Errors(Parameters(("side", ["buy", "hold", "wait"])), declared);

        errors.Select(e => e.Message).Should().Equal(
            "The value 'hold' of the parameter 'side' is unknown; allowed are buy, sell.",
            "The value 'wait' of the parameter 'side' is unknown; allowed are buy, sell.");
    }

    [Theory]
    [InlineData("buy", "Buy")]
    [InlineData("BUY", "Buy")]
    [InlineData("sell", "sell")]
    [InlineData("SELL", "SELL")]
    [InlineData("Sell", "Sell")]
    public void A_value_is_spelled_as_it_is_allowed_where_that_leaves_no_doubt(string given, string planned)
    {
        var declared = new StrategyDescriptor(new StrategyId("a")) { Parameters = [Parameter("side", "Buy", "sell", "SELL")] };

        ParameterRules.Spelled(Parameters(("side", [given]), ("depth", ["x"])), [declared])["side"].Should().Equal(planned);
    }

    [Fact]
    public void Requests_that_differ_in_case_only_are_the_same_request()
    {
        var declared = new StrategyDescriptor(new StrategyId("a")) { Parameters = [Parameter("side", "Buy", "Sell")] };
        PlanResult Planned(params string[] sides) => ScanPlanner.Plan(
            new ScanRequest(new OwnerId("o")) { Parameters = Parameters(("side", sides)) }, [declared], new OpportunityScanOptions(), ScanId.New);

        var (lower, exact) = (Planned("buy", "BUY", "sell"), Planned("Buy", "Sell"));

        lower.Plan!.Parameters.Should().Be(exact.Plan!.Parameters);
        lower.Plan.Fingerprint.Should().Be(exact.Plan.Fingerprint);
    }

    [Fact]
    public void A_value_that_one_of_two_strategies_allows_is_accepted()
    {
        var first = new StrategyDescriptor(new StrategyId("a")) { Parameters = [Parameter("side", "buy")] };
        var second = new StrategyDescriptor(new StrategyId("b")) { Parameters = [Parameter("side", "sell")] };

        Errors(Parameters(("side", ["buy", "sell"])), first, second).Should().BeEmpty();
        Errors(Parameters(("side", ["hold"])), first, second).Should().ContainSingle().Which.Message.Should().EndWith("allowed are buy, sell.");
    }

    [Fact]
    public void Where_one_strategy_allows_any_value_any_is_accepted()
    {
        var choosy = new StrategyDescriptor(new StrategyId("a")) { Parameters = [Parameter("side", "buy")] };

        Errors(Parameters(("side", ["hold"])), choosy, Strategy("b", "side")).Should().BeEmpty();
    }

    [Theory]
    [InlineData("a\nb", "U+000A at position 1")]
    [InlineData("a\0", "U+0000 at position 1")]
    [InlineData("longer than eight", "at most 8 characters, but has 17")]
    public void A_malformed_value_is_refused_with_the_rule(string value, string rule)
    {
        var error = Errors(Parameters(("symbol", [value])), new ScanLimits { MaxParameterLength = 8 }, Strategy("a", "symbol")).Should().ContainSingle().Which;

        error.Member.Should().Be("Parameters.symbol");
        error.Message.Should().Contain(rule).And.NotContain("\n").And.NotContain("\0");
    }

    [Fact]
    public void A_value_that_is_no_well_formed_unicode_is_refused() =>
        Errors(Parameters(("symbol", ["x\ud800y"])), Strategy("a", "symbol")).Should().ContainSingle()
            .Which.Message.Should().Contain("unpaired surrogate at position 1");

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData("na\tme", "U+0009 at position 2")]
    [InlineData("longer than eight", "at most 8 characters")]
    public void A_malformed_name_is_refused_with_the_rule(string name, string rule) =>
        Errors(Parameters((name, ["1"])), new ScanLimits { MaxParameterLength = 8 }, Strategy("a", "symbol"))
            .Should().ContainSingle().Which.Message.Should().Contain(rule);

    [Fact]
    public void A_value_at_the_limit_and_in_any_script_is_accepted() =>
        Errors(Parameters(("symbol", ["東京", "😀😀😀😀"])), new ScanLimits { MaxParameterLength = 8 }, Strategy("a", "symbol")).Should().BeEmpty();

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void More_parameters_than_allowed_are_refused_with_both_numbers(int count, int errors)
    {
        var parameters = Enumerable.Range(0, count).Aggregate(ScanParameters.Empty, (all, i) => all.With($"p{i}", "1"));

        var found = Errors(parameters, new ScanLimits { MaxParameters = 2 }, Strategy("a", "p0", "p1", "p2"));

        found.Select(e => e.Message).Should().Equal(Enumerable.Repeat("The request has 3 parameters; at most 2 are allowed.", errors));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    public void More_values_than_allowed_are_refused_with_both_numbers(int count, int errors)
    {
        var parameters = ScanParameters.Empty.With("symbol", Enumerable.Range(0, count).Select(i => $"v{i}"));

        var found = Errors(parameters, new ScanLimits { MaxParameterValues = 2 }, Strategy("a", "symbol"));

        found.Select(e => e.Message).Should().Equal(Enumerable.Repeat("The parameter 'symbol' has 3 values; at most 2 are allowed.", errors));
    }

    private static ImmutableArray<RequestError> Errors(ScanParameters parameters, params ImmutableArray<StrategyDescriptor> selected) =>
        Errors(parameters, new ScanLimits(), selected);

    private static ImmutableArray<RequestError> Errors(ScanParameters parameters, ScanLimits limits, params ImmutableArray<StrategyDescriptor> selected)
    {
        var errors = ImmutableArray.CreateBuilder<RequestError>();
        ParameterRules.Check(parameters, selected, limits, errors);
        return errors.ToImmutable();
    }

    [Fact]
    public void Labels_need_no_strategy_that_understands_them_and_tell_no_requests_apart()
    {
        var request = new ScanRequest(new OwnerId("o"));
        PlanResult Planned(ScanParameters labels) => ScanPlanner.Plan(
            request with { Labels = labels }, [new StrategyDescriptor("a")], new OpportunityScanOptions(), ScanId.New);

        var (labeled, plain) = (Planned(Parameters(("desk", ["7"]))), Planned(ScanParameters.Empty));
        var refused = Planned(Parameters(("desk", [new string('x', 257)]), ("a\nb", ["1"])));

        labeled.Plan!.Labels["desk"].Should().Equal("7");
        labeled.Plan.Fingerprint.Should().Be(plain.Plan!.Fingerprint);
        refused.Errors.Select(e => e.Message).Should().HaveCount(2).And.Contain(m => m.Contains("of the label 'desk'", StringComparison.Ordinal));
    }
}
