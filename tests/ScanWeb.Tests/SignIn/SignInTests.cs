using System.Net;
using ScanWeb.Tests.Clients;
using ScanWeb.Tests.Processes;

namespace ScanWeb.Tests.SignIn;

public sealed class SignInTests(SignInTests.Server server) : IClassFixture<SignInTests.Server>
{
    private const string Login = "/api/v1/auth/login";
    private const string Protected = "/api/v1/catalog";

    [Theory]
    [InlineData(ApiClient.Trader1)]
    [InlineData("TRADER2@example.com")]
    public async Task An_account_gets_a_token_that_opens_the_rest(string email)
    {
        using var anonymous = new ApiClient(server.Address);

        var answer = await anonymous.SignInAsync(email, "demo");

        answer.Status.Should().Be(HttpStatusCode.OK);
        answer.Text("token_type").Should().Be("Bearer");
        answer.Body.GetProperty("expires_in").GetInt64().Should().Be(3600);
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
        using var client = new ApiClient(server.Address, answer.Text("access_token"));
        (await client.GetAsync(Protected)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_email_are_answered_alike()
    {
        using var anonymous = new ApiClient(server.Address);

        var wrongPassword = await anonymous.SignInAsync(ApiClient.Trader1, "Demo");
        var unknownEmail = await anonymous.SignInAsync("trader3@example.com", "demo");

        wrongPassword.Status.Should().Be(HttpStatusCode.Unauthorized);
        unknownEmail.Status.Should().Be(wrongPassword.Status);
        Said(unknownEmail).Should().Equal(Said(wrongPassword));
        wrongPassword.Code.Should().Be("unauthorized");
    }

    [Theory]
    [InlineData("{}", "application/json", 400, "invalid_request")]
    [InlineData("{\"email\":", "application/json", 400, "invalid_request")]
    [InlineData("{\"email\":1,\"password\":\"demo\"}", "application/json", 400, "invalid_request")]
    [InlineData("email=trader1%40example.com&password=demo", "application/x-www-form-urlencoded", 415, "unsupported_media_type")]
    public async Task What_is_no_sign_in_is_refused_as_a_problem(string body, string type, int status, string code)
    {
        using var anonymous = new ApiClient(server.Address);

        var answer = await anonymous.PostTextAsync(Login, body, type);

        ((int)answer.Status, answer.Code).Should().Be((status, code));
    }

    [Fact]
    public async Task A_body_beyond_any_sign_in_is_not_read()
    {
        using var anonymous = new ApiClient(server.Address);

        var answer = await anonymous.SignInAsync(ApiClient.Trader1, new string('x', 10_000));

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.RequestEntityTooLarge, "too_large"));
    }

    [Fact]
    public async Task Without_a_token_nothing_is_told()
    {
        using var anonymous = new ApiClient(server.Address);

        var answer = await anonymous.GetAsync(Protected);

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.Unauthorized, "unauthorized"));
        answer.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
    }

    [Fact]
    public async Task A_token_that_was_changed_is_none()
    {
        using var client = await ApiClient.SignInAsync(server.Address);
        var place = client.Token.Length / 2;
        var changed = client.Token[..place] + (client.Token[place] == 'A' ? 'B' : 'A') + client.Token[(place + 1)..];
        using var forger = new ApiClient(server.Address, changed);

        (await forger.GetAsync(Protected)).Status.Should().Be(HttpStatusCode.Unauthorized);
        (await client.GetAsync(Protected)).Status.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Too_many_attempts_are_told_to_wait()
    {
        await using var strict = await WebProcess.StartWithAsync("SignIn__AttemptsPerMinute", "2");
        using var anonymous = new ApiClient(strict.Address);
        for (var i = 0; i < 2; i++) (await anonymous.SignInAsync(ApiClient.Trader1, "guess")).Status.Should().Be(HttpStatusCode.Unauthorized);

        var answer = await anonymous.SignInAsync(ApiClient.Trader1, "demo");

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.TooManyRequests, "rate_limited"));
        answer.Headers.RetryAfter!.Delta.Should().BePositive();
    }

    private static IEnumerable<string> Said(Answer answer) => answer.Body.EnumerateObject().Where(p => p.Name is not "trace_id").Select(p => p.Value.GetRawText());

    /// <summary>A process that these tests share.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private WebProcess? _process;

        internal Uri Address => _process!.Address;

        public async Task InitializeAsync() => _process = await WebProcess.StartAsync();

        public async Task DisposeAsync() => await _process!.DisposeAsync();
    }
}
