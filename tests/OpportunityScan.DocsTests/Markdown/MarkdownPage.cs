using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace OpportunityScan.DocsTests.Markdown;

/// <summary>A page of documentation, taken apart.</summary>
internal sealed partial class MarkdownPage
{
    private readonly List<Fence> _fences = [];
    private readonly List<(int Line, string Text)> _prose = [];

    internal MarkdownPage(string path, string[] lines)
    {
        Path = path;
        var comment = "";
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                if (lines[i].Trim().Length > 0) comment = lines[i].Trim();
                _prose.Add((i + 1, lines[i]));
                continue;
            }

            var end = Array.FindIndex(lines, i + 1, static l => l.StartsWith("```", StringComparison.Ordinal));
            if (end < 0) throw new FormatException($"{path}({i + 1}): the fence is never closed.");
            _fences.Add(new Fence(path, i + 2, lines[i][3..].Trim(), CompileComment().Match(comment).Groups["wrapper"].Value, string.Join('\n', lines[(i + 1)..end])));
            comment = "";
            i = end;
        }
    }

    /// <summary>From the root, with forward slashes.</summary>
    internal string Path { get; }

    /// <summary>The fenced blocks, in order.</summary>
    internal IReadOnlyList<Fence> Fences => _fences;

    /// <summary>What a link's fragment may name, by GitHub's rule.</summary>
    internal IEnumerable<string> Anchors() =>
        from line in _prose
        where line.Text.StartsWith('#')
        let heading = line.Text.TrimStart('#').Trim()
        select NotInAnchors().Replace(heading, "").Replace(' ', '-').ToLowerInvariant();

    /// <summary>The targets of links and images, with their lines.</summary>
    internal IEnumerable<(int Line, string Target)> Links() =>
        from line in _prose
        from match in Link().Matches(CodeSpan().Replace(line.Text, "")).Cast<Match>()
        select (line.Line, match.Groups["target"].Value);

    /// <summary>The first table under a heading, without its head: a list of cells for each row.</summary>
    internal ImmutableArray<ImmutableArray<string>> Table(string heading)
    {
        var rows = _prose
            .SkipWhile(l => !(l.Text.StartsWith('#') && string.Equals(l.Text.TrimStart('#').Trim(), heading, StringComparison.Ordinal)))
            .SkipWhile(static l => !l.Text.StartsWith('|'))
            .TakeWhile(static l => l.Text.StartsWith('|'))
            .Skip(2)
            .Select(static l => l.Text.Trim().Trim('|').Split('|').Select(static c => c.Trim()).ToImmutableArray())
            .ToImmutableArray();
        return rows.IsEmpty ? throw new FormatException($"{Path} has no table under the heading '{heading}'.") : rows;
    }

    [GeneratedRegex(@"^<!-- compile: (?<wrapper>[a-z ]+) -->$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CompileComment();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"`[^`]*`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSpan();
}
