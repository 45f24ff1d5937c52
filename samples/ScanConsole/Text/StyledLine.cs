using System.Text;
using Spectre.Console;

namespace ScanConsole;

/// <summary>A line of coloured pieces that knows its length, so that it can be cut where the terminal ends instead of breaking there.</summary>
internal sealed class StyledLine
{
    private readonly List<(string Text, string? Style)> _pieces = [];

    internal StyledLine Add(string text, string? style = null)
    {
        _pieces.Add((text, style));
        return this;
    }

    /// <summary>A bar of which a fraction is filled.</summary>
    internal StyledLine AddBar(double fraction, int width, string style)
    {
        var filled = Math.Clamp((int)Math.Round(fraction * width), 0, width);
        return Add(new string('━', filled), style).Add(new string('─', width - filled), "grey");
    }

    /// <summary>The line as Spectre markup, cut after <paramref name="width"/> characters; never empty, for that would be no line.</summary>
    internal string ToMarkup(int width)
    {
        var markup = new StringBuilder();
        foreach (var (text, style) in _pieces)
        {
            var part = Markup.Escape(text.Length <= width ? text : text[..width]);
            width -= Math.Min(width, text.Length);
            if (part.Length > 0) markup.Append(style is null ? part : $"[{style}]{part}[/]");
        }

        return markup.Length == 0 ? " " : markup.ToString();
    }
}
