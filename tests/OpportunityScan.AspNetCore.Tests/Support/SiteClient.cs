using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OpportunityScan.AspNetCore.Tests.OpenApi;

namespace OpportunityScan.AspNetCore.Tests.Support;

/// <summary>A client of a site.</summary>
internal sealed class SiteClient(HttpClient http)
{
    internal const string Root = "/api/v1/opportunities";

    internal Task<SiteAnswer> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, headers);

    internal Task<SiteAnswer> QueryAsync(string path, string body) =>
        SendAsync(new HttpMethod("QUERY"), path, new StringContent(body, Encoding.UTF8, "application/json"));

    internal Task<SiteAnswer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    internal Task<SiteAnswer> DiscoverAsync(string body = "{}", params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, "/discover", new StringContent(body, Encoding.UTF8, "application/json"), headers);

    /// <summary>Starts a scan and returns its id.</summary>
    internal async Task<string> StartAsync(string body = "{}")
    {
        var answer = await DiscoverAsync(body);
        answer.Status.Should().Be(HttpStatusCode.Accepted, answer.Text);
        return (string)answer.Json["scan_id"]!;
    }

    /// <summary>The status once it fulfils a condition.</summary>
    internal Task<SiteAnswer> StatusAsync(string id, Func<JsonObject, bool> condition) =>
        Limit.UntilAsync(() => GetAsync("/status/" + id), answer => condition(answer.Json));

    internal Task<SiteAnswer> EndAsync(string id) => StatusAsync(id, static s => (string)s["phase"]! is "ended");

    internal async Task<SiteAnswer> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, content, headers);
        using var response = await Limit.Within(http.SendAsync(request));
        var answer = new SiteAnswer(response, await Limit.Within(response.Content.ReadAsStringAsync()));
        await Contract.CheckAsync(method, request.RequestUri!.OriginalString, answer.Status, answer.Type, answer.Text);
        if ((int)answer.Status < 500 || answer.Code.Length > 0) answer.Header("Cache-Control").Should().Be("no-store, private");
        return answer;
    }

    /// <summary>An answer that is still coming.</summary>
    internal async Task<HttpResponseMessage> OpenAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = Request(HttpMethod.Get, path, null, headers);
        return await Limit.Within(http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead));
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path.StartsWith(Root, StringComparison.Ordinal) ? path : Root + path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value).Should().BeTrue();
        return request;
    }
}

/// <summary>An answer as it came.</summary>
internal sealed class SiteAnswer(HttpResponseMessage response, string text)
{
    internal HttpStatusCode Status => response.StatusCode;

    internal string Text => text;

    internal JsonObject Json { get; } = text.Length > 0 && response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
        ? JsonNode.Parse(text)!.AsObject()
        : [];

    /// <summary>All headers, as text.</summary>
    internal IEnumerable<string> Headers => response.Headers.Concat(response.Content.Headers).Select(h => $"{h.Key}: {string.Join(", ", h.Value)}");

    internal string? Type => response.Content.Headers.ContentType?.ToString();

    internal string Code => (string?)Json["code"] ?? "";

    internal string? Header(string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : null;
}
