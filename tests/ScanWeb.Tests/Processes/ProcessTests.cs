using System.Net;
using System.Net.Sockets;
using ScanWeb.Tests.Clients;

namespace ScanWeb.Tests.Processes;

/// <summary>How the process starts and ends.</summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("'ftp://127.0.0.1' is no value for --urls", "--urls", "ftp://127.0.0.1")]
    [InlineData("'6379' is no value for --redis", "--redis", "6379")]
    [InlineData("'soon' is no value for --latency", "--latency", "soon")]
    [InlineData("Unknown strategy 'nope' in --fail", "--fail", "nope")]
    [InlineData("'--nope'", "--nope")]
    public async Task A_wrong_command_line_is_explained_and_ends_with_2(string said, params string[] args)
    {
        var (exitCode, errors) = await WebProcess.RunAsync(args);

        exitCode.Should().Be(2);
        errors.Should().StartWith("error: ").And.Contain(said).And.EndWith("Run with --help to see what each accepts.");
    }

    [Fact]
    public async Task Redis_that_cannot_be_reached_is_told_in_one_line_and_ends_with_3()
    {
        var (exitCode, errors) = await WebProcess.RunAsync("--redis", "127.0.0.1:1");

        (exitCode, errors).Should().Be((3, "error: Redis at 127.0.0.1:1 cannot be reached."));
    }

    [Fact]
    public async Task An_address_that_is_taken_is_told_and_ends_with_1()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var (exitCode, errors) = await WebProcess.RunAsync("--urls", $"http://{listener.LocalEndpoint}");

        exitCode.Should().Be(1);
        errors.Should().Contain("error: ").And.Contain("address already in use");
    }

    [Fact]
    public async Task Settings_that_make_no_sense_are_told_and_end_with_1()
    {
        await using var process = WebProcess.Launch([], ("SignIn__TokenLifetime", "00:00:01"));

        await process.EndedAsync();

        process.ExitCode.Should().Be(1);
        process.Errors.Should().Contain("error: ").And.Contain("TokenLifetime");
    }

    [Fact]
    public async Task The_page_and_all_it_needs_come_from_here_and_may_load_nothing_else()
    {
        await using var process = await WebProcess.StartAsync();
        using var client = new ApiClient(process.Address);

        using var page = await client.Http.GetAsync(new Uri("/", UriKind.Relative));

        page.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        page.Headers.GetValues("Content-Security-Policy").Single().Should().Contain("default-src 'none'").And.NotContain("unsafe").And.NotContain("http");
        page.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        foreach (var path in new[] { "/js/app.js", "/css/theme.css", "/icon.svg", "/healthz" })
            (await client.GetAsync(path)).Status.Should().Be(HttpStatusCode.OK, path);
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_with_a_code()
    {
        await using var process = await WebProcess.StartAsync();
        using var client = new ApiClient(process.Address);

        var answer = await client.GetAsync("/nothing-here");

        (answer.Status, answer.Code).Should().Be((HttpStatusCode.NotFound, "not_found"));
    }
}
