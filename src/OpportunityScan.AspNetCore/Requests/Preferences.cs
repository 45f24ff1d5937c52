using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OpportunityScan.AspNetCore.Requests;

/// <summary>The preferences of a client (RFC 7240) that matter here.</summary>
internal static class Preferences
{
    /// <summary>
    /// How many whole seconds the client would wait; <c>null</c> when it says nothing of the kind. What is not understood is ignored, as
    /// preferences are.
    /// </summary>
    internal static int? Wait(HttpRequest request)
    {
        foreach (var header in request.Headers["Prefer"])
        {
            foreach (var preference in (header ?? "").Split(',', ';'))
            {
                var parts = preference.Split('=', 2, StringSplitOptions.TrimEntries);
                if (parts.Length == 2 && parts[0].Equals("wait", StringComparison.OrdinalIgnoreCase)
                    && parts[1].Trim('"') is { Length: > 0 } text && text.All(char.IsAsciiDigit))
                {
                    // However many seconds these are, more than is ever granted.
                    return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : int.MaxValue;
                }
            }
        }

        return null;
    }
}
