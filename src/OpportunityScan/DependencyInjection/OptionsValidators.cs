using Microsoft.Extensions.Options;
using OpportunityScan.Planning;

namespace OpportunityScan.DependencyInjection;

/// <summary>Applies the rules of the options.</summary>
internal sealed class OpportunityScanOptionsValidator : IValidateOptions<OpportunityScanOptions>
{
    public ValidateOptionsResult Validate(string? name, OpportunityScanOptions options) => Result(OptionRules.Violations(options));

    internal static ValidateOptionsResult Result(List<string> violations) =>
        violations.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(violations);
}

/// <summary>Applies the rules of the in-memory store's options.</summary>
internal sealed class InMemoryStoreOptionsValidator : IValidateOptions<InMemoryStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, InMemoryStoreOptions options) =>
        OpportunityScanOptionsValidator.Result(OptionRules.Violations(options));
}
