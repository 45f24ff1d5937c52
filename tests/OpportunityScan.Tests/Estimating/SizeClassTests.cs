using OpportunityScan.Estimating;

namespace OpportunityScan.Tests.Estimating;

public sealed class SizeClassTests
{
    private static readonly StrategyDescriptor Strategy = new("gap") { Parameters = [new StrategyParameter("symbol"), new StrategyParameter("depth")] };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.5, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(1_000, 10)]
    [InlineData(double.MaxValue, 40)]
    [InlineData(double.PositiveInfinity, 40)]
    [InlineData(double.NaN, 0)]
    [InlineData(-5, 0)]
    public void Sizes_are_of_one_class_when_they_are_about_the_same(double size, int expected) => SizeClass.Of(size).Should().Be(expected);

    [Fact]
    public void Without_a_word_of_the_strategy_the_size_is_how_many_values_of_its_parameters_are_asked_for()
    {
        SizeClass.Of(Strategy, ScanParameters.Empty).Should().Be(0);
        SizeClass.Of(Strategy, ScanParameters.Empty.With("symbol", "IBM").With("other", "a", "b", "c", "d")).Should().Be(1);
        SizeClass.Of(Strategy, ScanParameters.Empty.With("symbol", "IBM", "BA", "KO").With("depth", "3")).Should().Be(3);
    }

    [Fact]
    public void A_strategy_may_say_what_its_size_is() =>
        SizeClass.Of(Strategy with { Size = static p => 100 * p["symbol"].Length }, ScanParameters.Empty.With("symbol", "IBM")).Should().Be(7);
}
