using System.Globalization;

namespace SampleHost;

/// <summary>Where a server listens: <c>localhost:6379</c>.</summary>
internal readonly record struct Endpoint(string Host, ushort Port)
{
    /// <summary>Reads a host and a port; <c>null</c> when <paramref name="text"/> is none. What else a connection string may hold is not for here.</summary>
    internal static Endpoint? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon < 0 ? "" : text[..colon];
        return host.Length > 0 && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or '[' or ']')
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
                ? new Endpoint(host, port)
                : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");
}
