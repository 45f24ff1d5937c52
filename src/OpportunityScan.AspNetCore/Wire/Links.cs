using Microsoft.AspNetCore.Http;

namespace OpportunityScan.AspNetCore.Wire;

/// <summary>Where the endpoints are, as the client of one request reaches them, and the filters that travel along.</summary>
/// <param name="Root">The path that all endpoints share, without a slash at its end.</param>
/// <param name="Query">The filters, as <c>?a=b</c>, or empty.</param>
internal readonly record struct Links(string Root, string Query)
{
    internal string Poll(ScanId id) => string.Concat(Root, "/status/", id.Value, Query);

    internal string Results(ScanId id) => string.Concat(Root, "/results/", id.Value, Query);

    internal string Events(ScanId id) => string.Concat(Root, "/events/", id.Value, Query);

    /// <summary>The links of a request: its own path without the endpoint's last segments, so that any prefix, group or path base is right.</summary>
    /// <param name="request">The request.</param>
    /// <param name="segments">How many segments of the path are the endpoint's own.</param>
    /// <param name="query">The filters, as <c>?a=b</c>, or empty.</param>
    internal static Links Of(HttpRequest request, int segments, string query)
    {
        var path = request.Path.Value ?? "";
        var end = path.AsSpan().TrimEnd('/').Length;
        for (; segments > 0 && end > 0; segments--) end = path.LastIndexOf('/', end - 1);
        var root = new PathString(end <= 0 ? "" : path[..end]);
        return new Links(request.PathBase.Add(root).ToUriComponent(), query);
    }
}
