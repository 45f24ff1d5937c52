using CsCheck;
using OpportunityScan.Estimating;

namespace OpportunityScan.Tests.Estimating;

public sealed class SeriesTests
{
    [Theory]
    [InlineData(0, 0.5, null)]
    [InlineData(1, 0.5, 1)]
    [InlineData(2, 0.5, 2)]
    [InlineData(3, 0.5, 2)]
    [InlineData(1, 0.9, null)]
    [InlineData(8, 0.9, null)]
    [InlineData(9, 0.9, 9)]
    [InlineData(19, 0.9, 18)]
    public void A_quantile_is_what_the_next_one_will_not_exceed_and_unknown_while_there_are_too_few(int count, double probability, int? expected) =>
        Of([.. Enumerable.Range(1, count).Select(static i => (double)i)]).Quantile(probability).Should().Be(expected);

    [Fact]
    public void The_median_of_those_that_took_longer_is_what_is_to_be_expected_of_one_that_has_run_so_long()
    {
        var series = Of([1, 2, 3, 3, 5, 9]);

        series.MedianBeyond(0).Should().Be(3);
        series.MedianBeyond(3).Should().Be(9);
        series.MedianBeyond(4).Should().Be(9);
        series.MedianBeyond(9).Should().BeNull("none took longer");
    }

    [Fact]
    public void It_says_what_sorting_the_newest_says() =>
        Gen.Select(Gen.Int[0, 5].Array[0, 60], Gen.Int[1, 20], Gen.Double[0, 1], Gen.Double[-1, 6]).Sample((values, length, probability, beyond) =>
        {
            var series = new Series(length);
            foreach (var value in values) series.Add(value);
            var newest = values.TakeLast(length).Order().Select(static v => (double)v).ToArray();
            var place = Math.Max(1, (int)Math.Ceiling(probability * (newest.Length + 1)));
            double? quantile = place > newest.Length ? null : newest[place - 1];
            var longer = newest.Where(v => v > beyond).ToArray();
            double? median = longer.Length == 0 ? null : longer[longer.Length / 2];
            return series.Quantile(probability) == quantile && series.MedianBeyond(beyond) == median;
        });

    [Fact]
    public void What_replaces_it_is_all_there_is()
    {
        var series = Of([1, 2, 3]);

        series.Replace([7, 8, 9, 10]);
        series.Quantile(0.5).Should().Be(9);
        series.Replace([]);
        series.Quantile(0.5).Should().BeNull();
    }

    private static Series Of(params double[] values)
    {
        var series = new Series(32);
        foreach (var value in values) series.Add(value);
        return series;
    }
}
