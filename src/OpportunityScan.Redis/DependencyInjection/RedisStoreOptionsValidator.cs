using Microsoft.Extensions.Options;
using OpportunityScan.Redis.Connection;
using StackExchange.Redis;

namespace OpportunityScan.Redis.DependencyInjection;

/// <summary>The rules of the options.</summary>
internal sealed class RedisStoreOptionsValidator : IValidateOptions<RedisStoreOptions>
{
    private const int LongestPrefix = 128;

    public ValidateOptionsResult Validate(string? name, RedisStoreOptions options)
    {
        var errors = new List<string>();
        Check(errors, nameof(options.Database), options.Database, -1, 1_000_000);
        Check(errors, nameof(options.Partitions), options.Partitions, 1, 4_096);
        Check(errors, nameof(options.ReplicaAcknowledgements), options.ReplicaAcknowledgements, 0, 16);
        Check(errors, nameof(options.ReplicaTimeout), options.ReplicaTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Check(errors, nameof(options.CommandTimeout), options.CommandTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10));
        Check(errors, nameof(options.Retries), options.Retries, 0, 10);
        Check(errors, nameof(options.MaxWatchedScans), options.MaxWatchedScans, 0, 1_000_000);
        if (options.ReplicaAcknowledgements > 0 && options.ReplicaTimeout >= options.CommandTimeout)
            errors.Add($"{nameof(RedisStoreOptions)}.{nameof(options.ReplicaTimeout)} is {options.ReplicaTimeout}; it must be less than the CommandTimeout ({options.CommandTimeout}).");
        if (options.KeyPrefix is { } prefix && PrefixViolation(prefix) is { } violation)
            errors.Add($"{nameof(RedisStoreOptions)}.{nameof(options.KeyPrefix)} is '{prefix}'; {violation}");
        if (options.Configuration is { } configuration && ConfigurationViolation(configuration) is { } unreadable)
            errors.Add($"{nameof(RedisStoreOptions)}.{nameof(options.Configuration)} {unreadable}");
        if (options.ConfigurationOptions is { } parts && RedisSource.ProxyViolation(parts) is { } proxied)
            errors.Add($"{nameof(RedisStoreOptions)}.{nameof(options.ConfigurationOptions)} {proxied}");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>What is wrong with a prefix, wherever it comes from; <c>null</c> when nothing is.</summary>
    internal static string? PrefixViolation(string prefix)
    {
        if (prefix.Length is 0 or > LongestPrefix) return $"it must have 1 to {LongestPrefix} characters.";
        return prefix.AsSpan().IndexOfAny('{', '}') >= 0 ? "it must not contain '{' or '}', which would move keys to other slots of a cluster." : null;
    }

    /// <summary>The text is not repeated in the error: it may hold a password.</summary>
    private static string? ConfigurationViolation(string configuration)
    {
        try
        {
            var parts = ConfigurationOptions.Parse(configuration);
            return parts.EndPoints.Count == 0 ? "names no server; it must name at least one." : RedisSource.ProxyViolation(parts);
        }
        catch (ArgumentException)
        {
            return "cannot be read; it must be a configuration string of StackExchange.Redis.";
        }
    }

    private static void Check<T>(List<string> errors, string option, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            errors.Add($"{nameof(RedisStoreOptions)}.{option} is {value}; it must be from {least} to {most}.");
    }
}
