using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ScanWeb.Tests.Clients;

/// <summary>An answer, read to its end.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonElement Body, HttpResponseHeaders Headers)
{
    /// <summary>What a problem is, for programs.</summary>
    internal string? Code => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    internal string Text(string name) => Body.GetProperty(name).GetString()!;
}

/// <summary>A program that uses the API.</summary>
internal sealed class ApiClient : IDisposable
{
    internal const string Scans = "/api/v1/opportunities";
    internal const string Trader1 = "trader1@example.com";
    internal const string Trader2 = "trader2@example.com";
    private const string Password = "demo";

    internal ApiClient(Uri address, string? token = null)
    {
        Http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null) Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    internal HttpClient Http { get; }

    internal string Token => Http.DefaultRequestHeaders.Authorization!.Parameter!;

    internal static async Task<ApiClient> SignInAsync(Uri address, string email = Trader1)
    {
        using var anonymous = new ApiClient(address);
        var answer = await anonymous.SignInAsync(email, Password);
        answer.Status.Should().Be(HttpStatusCode.OK);
        return new ApiClient(address, answer.Text("access_token"));
    }

    internal Task<Answer> SignInAsync(string? email, string? password) => PostAsync("/api/v1/auth/login", new { email, password });

    internal Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    internal Task<Answer> PostAsync(string path, object body) => SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) });

    internal Task<Answer> PostTextAsync(string path, string body, string type = "application/json") =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, type) });

    internal Task<Answer> DeleteAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Delete, path));

    internal async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await Http.SendAsync(request).WithinBound();
            var text = await response.Content.ReadAsStringAsync().WithinBound();
            var body = text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default;
            return new Answer(response.StatusCode, body, response.Headers);
        }
    }

    public void Dispose() => Http.Dispose();
}
