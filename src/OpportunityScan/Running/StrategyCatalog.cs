using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpportunityScan.Planning;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>The registered strategies, checked. Built once; a fault shows when the host starts.</summary>
internal sealed class StrategyCatalog
{
    private readonly FrozenDictionary<StrategyId, StrategyRegistration> _registrations;
    private readonly FrozenDictionary<StrategyId, StrategyDescriptor> _descriptors;

    public StrategyCatalog(IEnumerable<StrategyRegistration> registrations, IServiceScopeFactory scopes, IOptions<OpportunityScanOptions> options)
    {
        var failures = new List<string>();
        var described = new List<(StrategyDescriptor Descriptor, StrategyRegistration Registration)>();
        foreach (var registration in registrations)
        {
            if (Describe(registration, scopes, failures) is { } descriptor) described.Add((descriptor, registration));
        }

        failures.AddRange(DescriptorRules.Violations([.. described.Select(static d => d.Descriptor)], options.Value.Deadline));
        if (failures.Count > 0) throw new OptionsValidationException(nameof(OpportunityScan), typeof(OpportunityScanOptions), failures);
        Descriptors = [.. described.Select(static d => d.Descriptor)];
        Runnable = new StrategySet(Descriptors.Select(static d => (d.Id, d.Version)));
        _descriptors = Descriptors.ToFrozenDictionary(static d => d.Id);
        _registrations = described.ToFrozenDictionary(static d => d.Descriptor.Id, static d => d.Registration);
    }

    /// <summary>What the strategies are, in the order of their registration.</summary>
    internal ImmutableArray<StrategyDescriptor> Descriptors { get; }

    /// <summary>What a worker with these strategies can run.</summary>
    internal StrategySet Runnable { get; }

    /// <summary>The strategy, if it is registered in this version: what another version finds is not what was planned.</summary>
    internal StrategyRegistration? Find(StrategyId id, string version) =>
        Runnable.Contains(id, version) ? _registrations.GetValueOrDefault(id) : null;

    /// <summary>What a strategy is; <c>null</c> when it is not registered here.</summary>
    internal StrategyDescriptor? Describe(StrategyId id) => _descriptors.GetValueOrDefault(id);

    private static StrategyDescriptor? Describe(StrategyRegistration registration, IServiceScopeFactory scopes, List<string> failures)
    {
        if (registration.Descriptor is { } known) return known;
        try
        {
            if (DescriptorOf(registration, scopes) is { } descriptor) return descriptor;
            failures.Add($"The strategy {registration.Source} has no descriptor: its Descriptor is null.");
        }
#pragma warning disable CA1031 // A host's constructor may throw anything; all faults are reported together, each with its cause's type and message.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failures.Add($"The strategy {registration.Source} could not be created to read its descriptor: {e.GetType().Name}: {e.Message}");
        }

        return null;
    }

    private static StrategyDescriptor? DescriptorOf(StrategyRegistration registration, IServiceScopeFactory scopes)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            return registration.Create(scope.ServiceProvider).Descriptor;
        }
        finally
        {
#pragma warning disable VSTHRD002 // A constructor cannot await, and some services can only be disposed asynchronously; the pool has no context to deadlock with.
            Task.Run(() => scope.DisposeAsync().AsTask()).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
        }
    }
}
