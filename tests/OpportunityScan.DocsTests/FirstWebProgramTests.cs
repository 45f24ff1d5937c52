using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpportunityScan.DocsTests.Compiling;

namespace OpportunityScan.DocsTests;

/// <summary>The first web program of a page works as it was pasted: the requests that the page shows beside it are answered.</summary>
[Collection(ProgramRuns.Name)]
public sealed class FirstWebProgramTests
{
    private static readonly string[] Arguments = ["--urls=http://127.0.0.1:0"];
    private const string Shown = "http://localhost:5000";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/http.md")]
    [InlineData("src/OpportunityScan.AspNetCore/PACKAGE.md")]
    public async Task The_first_web_program_answers_the_first_requests(string path)
    {
        var page = Repository.Page(path);
        var program = page.Fences.First(static f => f.IsCode && f.Wrapper.Contains("web", StringComparison.Ordinal));
        var requests = page.Fences.SkipWhile(f => f != program).First(static f => f.Language is "sh").Code.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        requests.Should().HaveCount(2).And.OnlyContain(r => r.StartsWith("curl ", StringComparison.Ordinal));

        var (host, ended) = await RunAsync(page, program);
        using var http = new HttpClient { BaseAddress = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        using var started = await http.PostAsync(Address(requests[0]), null);
        using var answer = await UntilOkAsync(http, Address(requests[1]));
        var results = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        await host.StopAsync();
        await ended.WaitAsync(Patience, TimeProvider.System);

        ((int)started.StatusCode).Should().Be(202);
        results.RootElement.GetProperty("opportunities")[0].GetProperty("symbol").GetString().Should().Be("IBM");
    }

    private static string Address(string command)
    {
        var address = command.Split(' ')[^1];
        address.Should().StartWith(Shown);
        return address[Shown.Length..];
    }

    private static async Task<HttpResponseMessage> UntilOkAsync(HttpClient http, string address)
    {
        for (var start = TimeProvider.System.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System))
        {
            var answer = await http.GetAsync(address);
            if ((int)answer.StatusCode == 200) return answer;
            ((int)answer.StatusCode).Should().Be(202);
            TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(Patience);
        }
    }

    /// <summary>Runs a program as it is, on a port of its own; the host that it builds, once it listens, and the end of the program.</summary>
    private static async Task<(IHost Host, Task Ended)> RunAsync(MarkdownPage page, Fence program)
    {
        using var image = new MemoryStream();
        SnippetCompiler.Compile(page, program).Emit(image).Success.Should().BeTrue();
        image.Position = 0;
        var main = new AssemblyLoadContext(program.Page).LoadFromStream(image).EntryPoint!;
        var built = new TaskCompletionSource<IHost>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flow = new AsyncLocal<bool> { Value = true };
        using var listening = DiagnosticListener.AllListeners.Subscribe(new Observer<DiagnosticListener>(listener =>
        {
            if (listener.Name is "Microsoft.Extensions.Hosting")
                listener.Subscribe(new Observer<KeyValuePair<string, object?>>(e => { if (flow.Value && e is { Key: "HostBuilt", Value: IHost host }) built.TrySetResult(host); }));
        }));
        var ended = Task.Run(() => main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Arguments], null));
        await Task.WhenAny(built.Task, ended).WaitAsync(Patience, TimeProvider.System);
        if (ended.IsFaulted) await ended;
        var host = await built.Task;
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onStarted = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(Patience, TimeProvider.System);
        return (host, ended);
    }

    private sealed class Observer<T>(Action<T> onNext) : IObserver<T>
    {
        public void OnCompleted()
        {
            // Nothing more comes.
        }

        public void OnError(Exception error) => throw error;

        public void OnNext(T value) => onNext(value);
    }
}
