using System.Collections.Immutable;

namespace OpportunityScan.Planning;

/// <summary>Which of the registered strategies a request means; in the order of their registration, however it lists them.</summary>
internal static class StrategySelection
{
    internal static ImmutableArray<StrategyDescriptor> Select(
        ImmutableArray<StrategyId> wanted, ImmutableArray<StrategyDescriptor> registered, int limit, ImmutableArray<RequestError>.Builder errors)
    {
        var names = wanted.IsDefault ? [] : wanted.ToHashSet();
        if (names.Count > limit) // asked first: a flood of unknown names is to get one error, not one each
        {
            errors.Add(new RequestError(nameof(ScanRequest.Strategies), $"The request names {names.Count} strategies; at most {limit} are allowed."));
            return [];
        }

        var selected = names.Count == 0 ? registered : Named(names, registered, errors);
        if (registered.IsEmpty) errors.Add(new RequestError(nameof(ScanRequest.Strategies), "No strategy is registered; add at least one with AddStrategy."));
        if (selected.Length > limit)
            errors.Add(new RequestError(nameof(ScanRequest.Strategies), $"The request selects {selected.Length} strategies; at most {limit} are allowed."));
        return selected;
    }

    private static ImmutableArray<StrategyDescriptor> Named(
        HashSet<StrategyId> names, ImmutableArray<StrategyDescriptor> registered, ImmutableArray<RequestError>.Builder errors)
    {
        var selected = registered.RemoveAll(d => !names.Contains(d.Id));
        names.ExceptWith(selected.Select(static d => d.Id));
        foreach (var unknown in names.Order())
        {
            errors.Add(new RequestError(
                nameof(ScanRequest.Strategies),
                $"The strategy {TextRule.Shown(unknown.Value)} is unknown; registered are {string.Join(", ", registered.Select(static d => d.Id.Value))}."));
        }

        return selected;
    }
}
