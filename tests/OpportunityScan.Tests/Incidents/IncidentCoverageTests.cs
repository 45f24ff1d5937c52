using System.Reflection;

namespace OpportunityScan.Tests.Incidents;

public sealed class IncidentCoverageTests
{
    /// <summary>The incidents that this library was written to make impossible: how many of each kind.</summary>
    private static readonly (char Kind, int Count)[] Known = [('A', 9), ('B', 6), ('C', 5), ('D', 10), ('E', 14)];

    /// <summary>Those that only a store on another machine can meet: rights, an old master, replicas. Its own tests bear them.</summary>
    private static readonly string[] OfRemoteStores = ["E4", "E10", "E11"];

    [Fact]
    public void Every_known_incident_has_a_test_that_bears_its_id()
    {
        var known = Known.SelectMany(static k => Enumerable.Range(1, k.Count).Select(i => k.Kind + i.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        var tested = typeof(IncidentCoverageTests).Assembly.GetTypes()
            .SelectMany(static t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(static m => m.GetCustomAttribute<FactAttribute>() is { Skip: null })
            .SelectMany(static m => m.GetCustomAttributesData())
            .Where(static a => a.AttributeType == typeof(TraitAttribute) && a.ConstructorArguments[0].Value is "Incident")
            .Select(static a => (string?)a.ConstructorArguments[1].Value);

        known.Except(OfRemoteStores, StringComparer.Ordinal).Except(tested, StringComparer.Ordinal).Should().BeEmpty();
    }
}
