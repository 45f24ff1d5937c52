using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;

namespace OpportunityScan.DocsTests;

/// <summary>The tables of options list what there is, with the defaults and ranges that hold.</summary>
public sealed class OptionTableTests
{
    private static readonly MarkdownPage Page = Repository.Page("docs/options.md");

    public static TheoryData<string> Classes { get; } = [nameof(OpportunityScanOptions), nameof(ScanLimits), nameof(InMemoryStoreOptions)];

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_table_lists_every_option_with_its_default(string options)
    {
        var one = OptionProbe.Of(options);
        var actual = one.Properties.Select(p => (Name(p), p.PropertyType == typeof(ScanLimits) ? "see below" : Shown.Value(p.GetValue(one.New()))));
        Page.Table(options).Select(static r => (r[0], r[2])).Should().Equal(actual);
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_range_is_what_the_validation_accepts(string options)
    {
        var one = OptionProbe.Of(options);
        var probed = 0;
        foreach (var (property, least, most) in Ranges(one))
        {
            one.Accepts(property, least).Should().BeTrue($"{property.Name} may be {least}");
            one.Accepts(property, most).Should().BeTrue($"{property.Name} may be {most}");
            one.Accepts(property, OptionProbe.Next(least, -1)).Should().BeFalse($"{property.Name} may not be less than {least}");
            one.Accepts(property, OptionProbe.Next(most, 1)).Should().BeFalse($"{property.Name} may not be more than {most}");
            probed++;
        }

        probed.Should().BeGreaterThanOrEqualTo(3);
    }

    private static string Name(PropertyInfo property) => $"`{property.Name}`";

    private static IEnumerable<(PropertyInfo Property, object Least, object Most)> Ranges(OptionProbe one)
    {
        foreach (var row in Page.Table(one.Name))
        {
            var property = one.Properties.Single(p => string.Equals(Name(p), row[0], StringComparison.Ordinal));
            if (Range(property.PropertyType, row) is var (least, most)) yield return (property, least, most);
        }
    }

    private static object Number(string text, Type type) => Convert.ChangeType(Shown.ParseNumber(text), type, CultureInfo.InvariantCulture);

    private static (object Least, object Most)? Range(Type type, ImmutableArray<string> row)
    {
        if (row[1].Split(" to ") is not [var least, var most] || most.Contains('`', StringComparison.Ordinal)) return null;
        if (type == typeof(TimeSpan)) return (Shown.ParseSpan(least), Shown.ParseSpan(most));
        return (Number(least, type), Number(most, type));
    }
}
