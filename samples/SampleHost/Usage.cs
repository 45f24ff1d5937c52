using System.CommandLine;

namespace SampleHost;

/// <summary>What is said about a command line that does not make sense.</summary>
internal static class Usage
{
    internal static void Explain(IEnumerable<string> errors, ParseResult parsed, TextWriter output)
    {
        foreach (var message in errors) output.WriteLine("error: " + message);
        if (parsed.UnmatchedTokens.Count > 0) output.WriteLine($"Options: {string.Join(", ", parsed.RootCommandResult.Command.Options.Select(o => o.Name))}.");
        output.WriteLine("Run with --help to see what each accepts.");
    }
}
