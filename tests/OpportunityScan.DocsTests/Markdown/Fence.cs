namespace OpportunityScan.DocsTests.Markdown;

/// <summary>A fenced block.</summary>
/// <param name="Page">The page it stands on.</param>
/// <param name="Line">The line of its first line of code.</param>
/// <param name="Language">What it says it is.</param>
/// <param name="Wrapper">What the comment before it says it is to be compiled as; empty for a whole program.</param>
/// <param name="Code">Its text.</param>
internal sealed record Fence(string Page, int Line, string Language, string Wrapper, string Code)
{
    /// <summary>Whether it is to be compiled.</summary>
    internal bool IsCode => string.Equals(Language, "csharp", StringComparison.Ordinal);
}
