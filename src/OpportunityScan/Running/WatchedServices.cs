using System.Collections;
using Microsoft.Extensions.DependencyInjection;

namespace OpportunityScan.Running;

/// <summary>A service provider that remembers what it gave: whose a strategy is that a factory returns shows by where the factory has it from.</summary>
internal sealed class WatchedServices(IServiceProvider inner) : IServiceProvider, IKeyedServiceProvider
{
    private readonly List<object> _given = [];

    public object? GetService(Type serviceType) => serviceType == typeof(IServiceProvider) ? this : Note(inner.GetService(serviceType));

    public object? GetKeyedService(Type serviceType, object? serviceKey) => Note(Keyed.GetKeyedService(serviceType, serviceKey));

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey)
    {
        var service = Keyed.GetRequiredKeyedService(serviceType, serviceKey);
        Note(service);
        return service;
    }

    /// <summary>Whether it gave the instance, alone or among others.</summary>
    internal bool Gave(object instance)
    {
        foreach (var given in _given)
        {
            if (ReferenceEquals(given, instance)) return true;
            if (given is IEnumerable several && several.Cast<object?>().Contains(instance, ReferenceEqualityComparer.Instance)) return true;
        }

        return false;
    }

    private IKeyedServiceProvider Keyed =>
        inner as IKeyedServiceProvider ?? throw new InvalidOperationException("The service provider of the host does not support keyed services.");

    private object? Note(object? service)
    {
        if (service is IStrategy or IEnumerable<IStrategy>) _given.Add(service);
        return service;
    }
}
