using System.Reflection;
using System.Runtime.Loader;
using OpportunityScan.DocsTests.Compiling;

namespace OpportunityScan.DocsTests;

/// <summary>Programs of pages that are run in this process, one after the other: the console is theirs.</summary>
[CollectionDefinition(Name)]
public sealed class ProgramRuns
{
    internal const string Name = "programs";
}

/// <summary>The first program of the README does what the page says it prints.</summary>
[Collection(ProgramRuns.Name)]
public sealed class ReadmeProgramTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_first_program_runs_and_prints_what_the_page_shows()
    {
        var page = Repository.Page("README.md");
        var program = page.Fences.First(static f => f.IsCode);
        var shown = page.Fences.SkipWhile(f => f != program).First(static f => f.Language is "text").Code.Split('\n');

        var printed = await RunAsync(page, program);

        printed.Should().NotBeEmpty();
        printed[^shown.Length..].Should().Equal(shown, "the page shows the end of the output");
        printed.Should().OnlyContain(l => l.StartsWith("Running ", StringComparison.Ordinal) || shown.Contains(l), "before it there is only progress");
    }

    private static async Task<string[]> RunAsync(MarkdownPage page, Fence program)
    {
        using var image = new MemoryStream();
        SnippetCompiler.Compile(page, program).Emit(image).Success.Should().BeTrue();
        image.Position = 0;
        var main = AssemblyLoadContext.Default.LoadFromStream(image).EntryPoint!;
        using var output = new StringWriter();
        var console = Console.Out;
        Console.SetOut(TextWriter.Synchronized(output));
        try
        {
            await Task.Run(() => main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null)).WaitAsync(Patience, TimeProvider.System);
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
