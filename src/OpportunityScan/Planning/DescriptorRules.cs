namespace OpportunityScan.Planning;

/// <summary>The rules of the registered strategies, as a pure function; every error names strategy, value and rule.</summary>
internal static class DescriptorRules
{
    private const int MaxNameLength = 128;
    private const int MaxDescriptionLength = 512;

    internal static List<string> Violations(IReadOnlyCollection<StrategyDescriptor> descriptors, TimeSpan deadline)
    {
        var errors = new List<string>();
        foreach (var twice in descriptors.GroupBy(static d => d.Id).Where(static g => g.Count() > 1))
            errors.Add($"The strategy id '{twice.Key}' is registered {twice.Count()} times; ids must be distinct.");
        foreach (var descriptor in descriptors) errors.AddRange(Violations(descriptor, deadline));
        return errors;
    }

    private static IEnumerable<string> Violations(StrategyDescriptor descriptor, TimeSpan deadline)
    {
        if (descriptor.Id == default)
        {
            yield return "A strategy's descriptor has no id; every strategy needs one.";
            yield break;
        }

        if (TextRule.ViolationOfText(descriptor.Name, MaxNameLength) is { } ofName)
            yield return $"The name {TextRule.Shown(descriptor.Name)} of the strategy '{descriptor.Id}' {ofName}.";
        if (descriptor.Description is not "" && TextRule.ViolationOfText(descriptor.Description, MaxDescriptionLength) is { } ofDescription)
            yield return $"The description {TextRule.Shown(descriptor.Description)} of the strategy '{descriptor.Id}' {ofDescription}.";
        if (TextRule.ViolationOfText(descriptor.Version, TextRule.MaxIdLength) is { } ofVersion)
            yield return $"The version {TextRule.Shown(descriptor.Version)} of the strategy '{descriptor.Id}' {ofVersion}.";
        if (descriptor.Timeout is { } timeout && (timeout < OptionRules.ShortestTime || timeout > deadline))
            yield return $"The timeout {timeout} of the strategy '{descriptor.Id}' is out of range; it must be from {OptionRules.ShortestTime} to {deadline} (the Deadline).";
        if (descriptor.Parameters.IsDefault)
        {
            yield return $"The parameters of the strategy '{descriptor.Id}' are default; use [] for none.";
            yield break;
        }

        foreach (var parameter in descriptor.Parameters)
        {
            if (ParameterViolation(parameter) is { } violation) yield return $"The parameter {TextRule.Shown(parameter?.Name)} of the strategy '{descriptor.Id}' {violation}.";
        }

        foreach (var twice in descriptor.Parameters.GroupBy(static p => p?.Name, StringComparer.Ordinal).Where(static g => g.Key is not null && g.Count() > 1))
            yield return $"The parameter '{twice.Key}' of the strategy '{descriptor.Id}' is declared {twice.Count()} times; names must be distinct.";
    }

    private static string? ParameterViolation(StrategyParameter? parameter)
    {
        if (parameter is null) return "must not be null";
        if (TextViolation(parameter.Name, MaxNameLength) is { } ofName) return ofName;
        if (parameter.Allowed.IsDefault) return null;
        foreach (var allowed in parameter.Allowed)
        {
            if (TextViolation(allowed, int.MaxValue) is { } ofValue) return $"allows {TextRule.Shown(allowed)}; an allowed value {ofValue}";
        }

        return null;
    }

    /// <summary>Names and values of a request are trimmed, so a declared one with white space around it could never be met.</summary>
    private static string? TextViolation(string? text, int maxLength) =>
        TextRule.ViolationOfText(text, maxLength)
        ?? (text!.Trim().Length < text.Length ? "must not begin or end with white space" : null);
}
