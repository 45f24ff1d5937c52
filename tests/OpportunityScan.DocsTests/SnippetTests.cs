using OpportunityScan.DocsTests.Compiling;

namespace OpportunityScan.DocsTests;

/// <summary>Every block of C# in the documentation compiles, without a warning.</summary>
public sealed class SnippetTests
{
    public static TheoryData<string> Pages { get; } = [.. Repository.PagePaths()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_compiles(string path)
    {
        var page = Repository.Page(path);
        var complaints = page.Fences.Where(static f => f.IsCode).SelectMany(f => SnippetCompiler.Complaints(page, f));
        string.Join('\n', complaints).Should().BeEmpty();
    }

    [Fact]
    public void Every_block_of_code_says_that_it_is_one() =>
        Repository.PagePaths().SelectMany(static p => Repository.Page(p).Fences)
            .Where(static f => f.Language is "" or "cs" or "c#" or "C#")
            .Should().BeEmpty("a block without a language, or with another name of C#, would not be compiled");
}
