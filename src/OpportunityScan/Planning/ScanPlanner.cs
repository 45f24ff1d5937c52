using System.Collections.Immutable;

namespace OpportunityScan.Planning;

/// <summary>Turns a request into a plan: completes, normalises and checks it. Pure but for the ids, which are handed in.</summary>
internal static class ScanPlanner
{
    internal static PlanResult Plan(
        ScanRequest request, ImmutableArray<StrategyDescriptor> registered, OpportunityScanOptions options, Func<ScanId> newId)
    {
        var errors = ImmutableArray.CreateBuilder<RequestError>(0);
        if (request.Owner.IsEmpty) errors.Add(new RequestError(nameof(request.Owner), "The owner is missing; a request needs one."));
        if (request.Id is { IsEmpty: true }) errors.Add(new RequestError(nameof(request.Id), "The scan id is empty; leave it null to have one generated."));
        var deadline = DeadlineOf(request, options, errors);
        var selected = StrategySelection.Select(request.Strategies, registered, options.Limits.MaxStrategies, errors);
        var parameters = ParameterRules.Spelled(request.Parameters, selected);
        if (!selected.IsEmpty) ParameterRules.Check(parameters, selected, options.Limits, errors);
        ParameterRules.CheckLabels(request.Labels, options.Limits, errors);
        if (errors.Count > 0) return new PlanResult(null, errors.ToImmutable());

        var strategies = ImmutableArray.CreateRange(selected, (d, o) => Planned(d, o.deadline, o.options), (deadline, options));
        var drawn = newId();
        return new PlanResult(new ScanPlan
        {
            Key = new ScanKey(request.Owner, request.Id ?? drawn),
            Incarnation = drawn.Value,
            Fingerprint = Fingerprints.Of(request.Owner, parameters, strategies, request.Deadline),
            Parameters = parameters,
            Labels = request.Labels,
            Strategies = strategies,
            Deadline = deadline,
            QueueTimeout = options.QueueTimeout,
            Retention = options.Retention,
            TombstoneRetention = options.TombstoneRetention,
            MaxAttempts = options.MaxAttempts,
        }, []);
    }

    private static TimeSpan DeadlineOf(ScanRequest request, OpportunityScanOptions options, ImmutableArray<RequestError>.Builder errors)
    {
        if (request.Deadline is not { } wanted) return options.Deadline;
        if (wanted < OptionRules.ShortestTime || wanted > options.Deadline)
            errors.Add(new RequestError(nameof(request.Deadline), $"The deadline {wanted} is out of range; it must be from {OptionRules.ShortestTime} to {options.Deadline}."));
        return wanted;
    }

    private static PlannedStrategy Planned(StrategyDescriptor descriptor, TimeSpan deadline, OpportunityScanOptions options)
    {
        var timeout = descriptor.Timeout ?? options.StrategyTimeout ?? deadline;
        return new PlannedStrategy(descriptor.Id, descriptor.Name, descriptor.Version, timeout < deadline ? timeout : deadline);
    }
}
