using FluentAssertions;
using OpportunityScan.Storage;
using Xunit;

namespace OpportunityScan.StoreConformance;

/// <summary>What processes tell each other of how long things take. A store may share nothing, and then says so.</summary>
public abstract class SharingConformance : StoreSuite
{
    [Fact]
    public async Task What_one_process_measured_all_know_and_only_what_has_changed_is_told_again()
    {
        var first = await Store.ShareAsync([new Measurement("a", 1.5), new Measurement("b", 2), new Measurement("a", 0.25)], 0, default);
        if (first.Revision == 0) return; // it shares nothing

        var told = await Another.ShareAsync([], 0, default);
        var more = await Another.ShareAsync([new Measurement("a", 3)], told.Revision, default);
        var rest = await Store.ShareAsync([], first.Revision, default);

        Of(first).Should().BeEquivalentTo(["a: 1.5 0.25", "b: 2"]);
        Of(told).Should().BeEquivalentTo(["a: 1.5 0.25", "b: 2"]);
        Of(more).Should().Equal("a: 1.5 0.25 3");
        Of(rest).Should().Equal("a: 1.5 0.25 3");
        (await Store.ShareAsync([], rest.Revision, default)).Changed.Should().BeEmpty();
    }

    [Fact]
    public async Task A_series_keeps_its_newest_values()
    {
        await Store.ShareAsync([.. Enumerable.Range(0, 40).Select(static i => new Measurement("a", i))], 0, default);
        var shared = await Store.ShareAsync([.. Enumerable.Range(40, 40).Select(static i => new Measurement("a", i))], 0, default);
        if (shared.Revision == 0) return;

        shared.Changed.Should().ContainSingle().Which.Values.Should().Equal(Enumerable.Range(80 - SharedSeries.MaxValues, SharedSeries.MaxValues).Select(static i => (double)i));
    }

    [Fact]
    public async Task However_many_series_there_are_it_stays_bounded_and_the_newest_are_kept()
    {
        var shared = SharedSeries.None;
        for (var i = 0; i < 1_200; i += 200)
            shared = await Store.ShareAsync([.. Enumerable.Range(i, 200).Select(static n => new Measurement($"series {n}", n))], 0, default);
        if (shared.Revision == 0) return;

        shared.Changed.Should().HaveCountLessThanOrEqualTo(500);
        shared.Changed.Select(static s => s.Name).Should().Contain(Enumerable.Range(1_000, 200).Select(static n => $"series {n}"));
    }

    [Fact]
    public async Task What_is_no_measurement_is_left_out()
    {
        var shared = await Store.ShareAsync(
            [new Measurement("a", double.NaN), new Measurement("b", double.PositiveInfinity), new Measurement("", 1), new Measurement(new string('x', 300), 1), new Measurement("c d é", 1e-9)], 0, default);
        if (shared.Revision == 0) return;

        Of(shared).Should().Equal("c d é: 1E-09");
    }

    private static IEnumerable<string> Of(SharedSeries shared) => shared.Changed.Select(static s => s.Name + ": " + string.Join(' ', s.Values.Select(static v => v.ToString(System.Globalization.CultureInfo.InvariantCulture))));
}
