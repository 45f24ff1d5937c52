using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace OpportunityScan.DependencyInjection;

/// <summary>How long the host gives its services to stop.</summary>
internal static class HostShutdown
{
    /// <summary>The time; <c>null</c> where there is no generic host to say so.</summary>
    /// <remarks>Its options stand in the package of the host, which the library does not need for anything else.</remarks>
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A generic type over a class needs no code of its own; where it is missing, a warning is.")]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "As above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "As above.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "As above.")]
    internal static TimeSpan? Timeout(IServiceProvider services)
    {
        if (Type.GetType("Microsoft.Extensions.Hosting.HostOptions, Microsoft.Extensions.Hosting") is not { } type) return null;
        var options = services.GetService(typeof(IOptions<>).MakeGenericType(type));
        var value = options is null ? null : typeof(IOptions<>).MakeGenericType(type).GetProperty(nameof(IOptions<object>.Value))?.GetValue(options);
        return value?.GetType().GetProperty("ShutdownTimeout", BindingFlags.Public | BindingFlags.Instance)?.GetValue(value) as TimeSpan?;
    }
}
