using System.Reflection;

namespace OpportunityScan.Redis.Tests.Incidents;

public sealed class IncidentCoverageTests
{
    /// <summary>What comes in from outside. Every one of these kinds can reach a store in Redis.</summary>
    private static readonly IEnumerable<string> Known = Enumerable.Range(1, 14).Select(static i => "E" + i.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Every_incident_that_concerns_this_store_has_a_test_that_bears_its_id()
    {
        var tested = typeof(IncidentCoverageTests).Assembly.GetTypes()
            .Where(static t => !t.IsAbstract)
            .SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(static m => m.GetCustomAttribute<FactAttribute>() is { Skip: null })
            .SelectMany(static m => m.GetCustomAttributesData().Concat(m.ReflectedType!.GetCustomAttributesData()))
            .Where(static a => a.AttributeType == typeof(TraitAttribute) && a.ConstructorArguments[0].Value is "Incident")
            .Select(static a => (string?)a.ConstructorArguments[1].Value);

        Known.Except(tested, StringComparer.Ordinal).Should().BeEmpty();
    }
}
