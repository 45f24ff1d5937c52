using SampleHost;

namespace ScanConsole.Tests.CommandLine;

public sealed class CommandLineTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    private (ConsoleOptions? Options, int ExitCode) Parse(params string[] args) =>
        new ScanConsole.CommandLine(["IBM", "DAX", "KO"], [new StrategyDescriptor("breakout") { Description = "Buys breaks." }, new StrategyDescriptor("hedging")]).Parse(args, _output, _error);

    [Fact]
    public void Without_options_everything_has_its_default()
    {
        var options = Parse().Options!;

        options.Owner.Should().Be(new OwnerId("console"));
        options.Request.Parameters.Should().Be(ScanParameters.Empty);
        options.Request.Strategies.Should().BeEmpty();
        options.Results.Limit.Should().Be(10);
        options.Results.Filter.AcceptsAll.Should().BeTrue();
        options.Deadline.Should().Be(TimeSpan.FromMinutes(3));
        options.Latency.Should().Be(TimeSpan.FromMilliseconds(50));
        options.Json.Should().BeFalse();
    }

    [Fact]
    public void Options_become_a_request_and_a_query()
    {
        var options = Parse(
            "--owner", "jo", "--symbols", "ibm,DAX", "--symbols", "ko", "--strategies", "Hedging", "--top", "3", "--min-profit", "12.5", "--risk", "low,very-high",
            "--account", "5000", "--rate", "3.5", "--costs", "20", "--deadline", "1.5m", "--latency", "0s", "--fail", "hedging", "--hang", "hedging", "--json").Options!;

        options.Request.Owner.Value.Should().Be("jo");
        options.Request.Parameters.ToString().Should().Be("account=5000; costs=20; rate=3.5; symbol=DAX,IBM,KO");
        options.Request.Strategies.Should().Equal(new StrategyId("hedging"));
        options.Results.Limit.Should().Be(3);
        options.Results.Filter.MinProfit.Should().Be(12.5m);
        options.Results.Filter.Risks.Should().BeEquivalentTo([RiskLevel.Low, RiskLevel.VeryHigh]);
        options.Deadline.Should().Be(TimeSpan.FromSeconds(90));
        options.Latency.Should().Be(TimeSpan.Zero);
        options.Fail.Should().Equal(new StrategyId("hedging"));
        options.Hang.Should().Equal(new StrategyId("hedging"));
        options.Json.Should().BeTrue();
    }

    [Theory]
    [InlineData("--symbols", "IBM,NOPE", "'NOPE'", "IBM, DAX, KO")]
    [InlineData("--strategies", "nope", "'nope'", "breakout, hedging")]
    [InlineData("--fail", "nope", "'nope'", "breakout, hedging")]
    [InlineData("--hang", "nope", "'nope'", "breakout, hedging")]
    [InlineData("--risk", "nope", "'nope'", "low, medium, high, very-high")]
    [InlineData("--top", "0", "'0'", "from 1 to 1000")]
    [InlineData("--top", "x", "'x'", "from 1 to 1000")]
    [InlineData("--min-profit", "-1", "'-1'", "above 0")]
    [InlineData("--account", "0", "'0'", "above 0")]
    [InlineData("--deadline", "5", "'5'", "10s or 2m, from 1ms to 30m")]
    [InlineData("--deadline", "31m", "'31m'", "from 1ms to 30m")]
    [InlineData("--latency", "soon", "'soon'", "from 0s to 1m")]
    [InlineData("--owner", " ", "' '", "1 to 128 characters")]
    [InlineData("--nope", "1", "'--nope'", "--symbols")]
    public void A_wrong_value_is_named_with_what_is_valid(string option, string value, string named, string valid)
    {
        var (options, exitCode) = Parse(option, value);

        options.Should().BeNull();
        exitCode.Should().Be(2);
        _error.ToString().Should().Contain(named).And.Contain(valid).And.Contain("--help");
        _output.ToString().Should().BeEmpty();
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        Parse("--top", "0", "--symbols", "A1", "B2", "--deadline").ExitCode.Should().Be(2);

        _error.ToString().Should().Contain("'0'").And.Contain("'A1'").And.Contain("--deadline");
    }

    [Fact]
    public void A_fault_of_a_strategy_that_is_not_run_is_refused()
    {
        Parse("--strategies", "breakout", "--hang", "hedging").ExitCode.Should().Be(2);

        _error.ToString().Should().Contain("'hedging' is to fail or hang, but is not among the --strategies breakout.");
    }

    [Theory]
    [InlineData("--worker needs --redis", "--worker")]
    [InlineData("--submit needs --redis", "--submit")]
    [InlineData("exclude each other", "--worker", "--submit", "--redis", "localhost:6379")]
    [InlineData("--latency has no effect with --submit", "--submit", "--redis", "localhost:6379", "--latency", "1s")]
    [InlineData("--symbols has no effect with --worker", "--worker", "--redis", "localhost:6379", "--symbols", "IBM")]
    [InlineData("'localhost'", "--redis", "localhost")]
    [InlineData("'localhost:0'", "--redis", "localhost:0")]
    [InlineData("'a,b:1'", "--redis", "a,b:1")]
    public void What_has_no_effect_or_cannot_work_is_refused(string message, params string[] args)
    {
        Parse(args).ExitCode.Should().Be(2);

        _error.ToString().Should().Contain(message);
    }

    [Fact]
    public void Redis_and_the_role_are_read()
    {
        var options = Parse("--redis", "localhost:6379", "--submit").Options!;

        options.Redis.ToString().Should().Be("localhost:6379");
        (options.Submit, options.Worker).Should().Be((true, false));
    }

    [Fact]
    public void A_walk_over_the_record_takes_no_other_options()
    {
        Parse("--walk-forward").Options!.WalkForward.Should().BeTrue();

        var (options, exitCode) = Parse("--walk-forward", "--top", "3", "--latency", "1s");

        (options, exitCode).Should().Be((null, 2));
        _error.ToString().Should().Contain("--top has no effect with --walk-forward").And.Contain("--latency has no effect");
    }

    [Fact]
    public void Help_goes_to_standard_output_and_is_no_error()
    {
        var (options, exitCode) = Parse("--help");

        options.Should().BeNull();
        exitCode.Should().Be(0);
        _output.ToString().Should().ContainAll(
            "--owner", "--symbols", "--strategies", "--top", "--min-profit", "--risk", "--deadline", "--latency", "--fail", "--hang", "--json", "breakout", "Buys breaks.", "--rate", "--costs", "--walk-forward", "IBM", "130");
        _error.ToString().Should().BeEmpty();
    }

    [Theory]
    [InlineData("250ms", 0.25)]
    [InlineData("10s", 10)]
    [InlineData("1.5m", 90)]
    [InlineData("1h", 3600)]
    public void Durations_are_read(string text, double seconds) => Duration.Parse(text).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("10")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("1e9s")]
    [InlineData("9999999999h")]
    public void What_is_no_duration_is_not_read(string text) => Duration.Parse(text).Should().BeNull();

    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.94, "9.9 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(99.4, "99 s")]
    [InlineData(99.6, "1:39")]
    [InlineData(185, "3:05")]
    public void Durations_are_shown_short(double seconds, string text) => Duration.Show(TimeSpan.FromSeconds(seconds)).Should().Be(text);
}
