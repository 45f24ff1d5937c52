using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpportunityScan;
using OpportunityScan.AspNetCore;
using OpportunityScan.AspNetCore.Calls;
using OpportunityScan.AspNetCore.Describing;
using OpportunityScan.AspNetCore.Endpoints;
using OpportunityScan.AspNetCore.Wire;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of scans.</summary>
public static class OpportunityScanEndpoints
{
    /// <summary>
    /// Maps the endpoints that start, show, stream, list and cancel scans. They require authorization unless the options or
    /// <c>AllowAnonymous()</c> on the returned builder say otherwise.
    /// </summary>
    /// <param name="endpoints">Where to map them: an application, or a group.</param>
    /// <param name="prefix">The path they share. May have route parameters. Default: <c>/api/v1/opportunities</c>.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The endpoints as a group, for conventions such as <c>RequireRateLimiting</c>.</returns>
    /// <exception cref="ArgumentException">An option breaks a rule; the message names option, value and rule.</exception>
    /// <exception cref="InvalidOperationException">A service is missing that the endpoints need; the message says which.</exception>
    public static RouteGroupBuilder MapOpportunityScanning(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string prefix = "/api/v1/opportunities",
        Action<OpportunityScanHttpOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var options = new OpportunityScanHttpOptions();
        configure?.Invoke(options);
        HttpOptionRules.Check(options);
        RequiredServices.Check(endpoints.ServiceProvider, options);

        WireJson.Offer(endpoints.ServiceProvider);

        var api = new ScanApi(endpoints.ServiceProvider, options);
        var group = endpoints.MapGroup(prefix).WithTags("Opportunities");
        if (options.RequireAuthorization) group.RequireAuthorization();
        Map(HttpMethods.Post, Patterns.Discover, Discover.HandleAsync, Descriptions.Discover);
        Get(Patterns.Status, Status.HandleAsync, Descriptions.Status);
        Get(Patterns.Results, PagedResults.HandleAsync, Descriptions.Results);
        Get(Patterns.Events, Events.HandleAsync, Descriptions.Events);
        Map(HttpMethods.Delete, Patterns.Cancel, Cancel.HandleAsync, Descriptions.Cancel);
        Get(Patterns.Latest, Latest.HandleAsync, Descriptions.Latest);
        Get(Patterns.List, ListScans.HandleAsync, Descriptions.List);
        Undescribed(PagedResults.QueryMethod, Patterns.Results, PagedResults.HandleQueryAsync); // no API description knows the method yet
        Undescribed(null, Patterns.Cancel, Elsewhere.HandleAsync);
        return group;

        void Map(string method, string pattern, Func<Call, Task> handle, Description description) =>
            description.Apply(group.MapMethods(pattern, [method], Guard.Around(api, pattern, handle)));

        void Get(string pattern, Func<Call, Task> handle, Description description)
        {
            Map(HttpMethods.Get, pattern, handle, description);
            Undescribed(HttpMethods.Head, pattern, handle);
        }

        void Undescribed(string? method, string pattern, Func<Call, Task> handle)
        {
            var guarded = Guard.Around(api, pattern, handle);
            (method is null ? group.Map(pattern, guarded) : group.MapMethods(pattern, [method], guarded)).ExcludeFromDescription();
        }
    }
}
