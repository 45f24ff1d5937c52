using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace OpportunityScan.DocsTests;

/// <summary>A class of options: what it has, and which values the validation accepts.</summary>
internal sealed class OptionProbe
{
    private readonly Type _type;

    private OptionProbe(Type type) => _type = type;

    internal string Name => _type.Name;

    /// <summary>In the order of their declaration.</summary>
    internal ImmutableArray<PropertyInfo> Properties =>
        [.. _type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).OrderBy(static p => p.MetadataToken)];

    internal static OptionProbe Of(string name) =>
        new(new[] { typeof(OpportunityScanOptions), typeof(ScanLimits), typeof(InMemoryStoreOptions) }.Single(t => string.Equals(t.Name, name, StringComparison.Ordinal)));

    /// <summary>An instance with defaults only.</summary>
    internal object New() => Activator.CreateInstance(_type)!;

    /// <summary>Whether a host with this value starts.</summary>
    internal bool Accepts(PropertyInfo property, object value)
    {
        var services = new ServiceCollection();
        var scanning = services.AddOpportunityScanning(o =>
        {
            o.Retention = TimeSpan.FromDays(365); // out of the way of the longest deadline
            if (_type == typeof(OpportunityScanOptions)) property.SetValue(o, value);
            if (_type == typeof(ScanLimits)) property.SetValue(o.Limits, value);
        });
        if (_type == typeof(InMemoryStoreOptions)) scanning.UseInMemoryStore(o => property.SetValue(o, value));
        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return true;
        }
        catch (OptionsValidationException e)
        {
            e.Message.Should().Contain(property.Name);
            return false;
        }
    }

    /// <summary>The neighbour of a value.</summary>
    internal static object Next(object value, int step) => value switch
    {
        TimeSpan span => span + TimeSpan.FromTicks(step),
        long number => number + step,
        int number => number + step,
        _ => throw new ArgumentException($"A {value.GetType()} has no neighbour.", nameof(value)),
    };
}
