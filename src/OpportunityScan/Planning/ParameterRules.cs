using System.Collections.Immutable;

namespace OpportunityScan.Planning;

/// <summary>What parameters a request may have: those that a selected strategy declares, within bounds. Anything else is refused by name.</summary>
internal static class ParameterRules
{
    /// <summary>The parameters with their values as they are allowed: upper and lower case are the same where that leaves no doubt.</summary>
    internal static ScanParameters Spelled(ScanParameters parameters, ImmutableArray<StrategyDescriptor> selected)
    {
        foreach (var name in parameters.Names)
        {
            var values = parameters[name];
            if (Allowed(selected.SelectMany(static s => s.Parameters).Where(p => string.Equals(p.Name, name, StringComparison.Ordinal))) is not { } allowed) continue;
            var spelled = values.Select(v => allowed.Contains(v) ? v : OnlyOne(allowed.Where(a => a.Equals(v, StringComparison.OrdinalIgnoreCase))) ?? v);
            parameters = parameters.With(name, spelled);
        }

        return parameters;

        static string? OnlyOne(IEnumerable<string> matches) => matches.Take(2).ToArray() is [var one] ? one : null;
    }

    internal static void Check(
        ScanParameters parameters, ImmutableArray<StrategyDescriptor> selected, ScanLimits limits, ImmutableArray<RequestError>.Builder errors)
    {
        if (parameters.Count == 0) return;
        if (parameters.Count > limits.MaxParameters)
        {
            errors.Add(new RequestError(nameof(ScanRequest.Parameters), $"The request has {parameters.Count} parameters; at most {limits.MaxParameters} are allowed."));
            return;
        }

        var declared = selected.SelectMany(static s => s.Parameters).ToLookup(static p => p.Name, StringComparer.Ordinal);
        foreach (var name in parameters.Names)
        {
            var member = $"{nameof(ScanRequest.Parameters)}.{TextRule.Shown(name).Trim('\'')}";
            if (TextViolation(name, parameters[name], limits) is { } violation) errors.Add(new RequestError(member, violation));
            else if (!declared.Contains(name)) errors.Add(new RequestError(member, Unknown(name, declared)));
            else CheckAllowed(member, name, parameters[name], declared[name], errors);
        }
    }

    /// <summary>Labels mean nothing to anybody here, but have the same bounds.</summary>
    internal static void CheckLabels(ScanParameters labels, ScanLimits limits, ImmutableArray<RequestError>.Builder errors)
    {
        if (labels.Count > limits.MaxParameters)
        {
            errors.Add(new RequestError(nameof(ScanRequest.Labels), $"The request has {labels.Count} labels; at most {limits.MaxParameters} are allowed."));
            return;
        }

        foreach (var name in labels.Names)
        {
            if (TextViolation(name, labels[name], limits, "label") is { } violation)
                errors.Add(new RequestError($"{nameof(ScanRequest.Labels)}.{TextRule.Shown(name).Trim('\'')}", violation));
        }
    }

    private static string? TextViolation(string name, ImmutableArray<string> values, ScanLimits limits, string what = "parameter")
    {
        if (TextRule.ViolationOfText(name, limits.MaxParameterLength) is { } ofName) return $"The {what} name {TextRule.Shown(name)} {ofName}.";
        if (values.Length > limits.MaxParameterValues) return $"The {what} {TextRule.Shown(name)} has {values.Length} values; at most {limits.MaxParameterValues} are allowed.";
        foreach (var value in values)
        {
            if (TextRule.ViolationOfText(value, limits.MaxParameterLength) is { } ofValue) return $"The value {TextRule.Shown(value)} of the {what} {TextRule.Shown(name)} {ofValue}.";
        }

        return null;
    }

    private static string Unknown(string name, ILookup<string, StrategyParameter> declared)
    {
        var known = string.Join(", ", declared.Select(static p => p.Key).Order(StringComparer.Ordinal));
        return $"No selected strategy understands the parameter {TextRule.Shown(name)}; " + (known.Length == 0 ? "none takes any." : $"understood are {known}.");
    }

    /// <summary>A value must be allowed by at least one strategy that understands the parameter.</summary>
    private static void CheckAllowed(
        string member, string name, ImmutableArray<string> values, IEnumerable<StrategyParameter> declarations, ImmutableArray<RequestError>.Builder errors)
    {
        if (Allowed(declarations) is not { } allowed) return;
        foreach (var value in values.Where(v => !allowed.Contains(v)))
            errors.Add(new RequestError(member, $"The value {TextRule.Shown(value)} of the parameter {TextRule.Shown(name)} is unknown; allowed are {string.Join(", ", allowed.Take(50))}."));
    }

    /// <summary>The values that at least one declaration allows; <c>null</c> where one allows any.</summary>
    private static SortedSet<string>? Allowed(IEnumerable<StrategyParameter> declarations)
    {
        var allowed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var declaration in declarations)
        {
            if (declaration.Allowed.IsDefaultOrEmpty) return null;
            allowed.UnionWith(declaration.Allowed);
        }

        return allowed.Count == 0 ? null : allowed;
    }
}
