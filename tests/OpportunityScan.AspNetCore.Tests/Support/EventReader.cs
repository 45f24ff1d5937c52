using System.Globalization;
using System.Text.Json.Nodes;

namespace OpportunityScan.AspNetCore.Tests.Support;

/// <summary>Reads server-sent events as a browser does, and comments besides.</summary>
internal sealed class EventReader(HttpResponseMessage response) : IDisposable
{
    private readonly StreamReader _lines = new(response.Content.ReadAsStream());

    internal HttpResponseMessage Response => response;

    /// <summary>The next event, comment or retry; <c>null</c> at the end.</summary>
    internal async Task<SiteEvent?> NextAsync()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await Limit.Within(_lines.ReadLineAsync()) is { } line)
        {
            if (line.Length == 0) return new SiteEvent(fields);
            var parts = line.Split(':', 2);
            fields.Add(parts[0], parts[1].TrimStart(' '));
        }

        fields.Should().BeEmpty("a stream ends after a whole event");
        return null;
    }

    /// <summary>The next event; <c>null</c> at the end.</summary>
    internal async Task<SiteEvent?> NamedAsync()
    {
        SiteEvent? next;
        do next = await NextAsync();
        while (next?.Fields.ContainsKey("event") == false);
        return next;
    }

    /// <summary>The next snapshot; <c>null</c> at the end.</summary>
    internal async Task<SiteEvent?> SnapshotAsync()
    {
        while (await NextAsync() is { } next)
        {
            if (next.IsSnapshot) return next;
        }

        return null;
    }

    /// <summary>All snapshots to the end.</summary>
    internal async Task<List<SiteEvent>> ToEndAsync()
    {
        var all = new List<SiteEvent>();
        while (await SnapshotAsync() is { } next) all.Add(next);
        return all;
    }

    public void Dispose()
    {
        _lines.Dispose();
        response.Dispose();
    }
}

/// <summary>An event, comment or retry.</summary>
internal sealed record SiteEvent(IReadOnlyDictionary<string, string> Fields)
{
    internal bool IsSnapshot => Fields.TryGetValue("event", out var name) && name is "snapshot";

    internal bool IsComment => Fields.ContainsKey("");

    internal long Id => long.Parse(Fields["id"], CultureInfo.InvariantCulture);

    internal JsonObject Data => JsonNode.Parse(Fields["data"])!.AsObject();

    internal string Phase => (string)Data["phase"]!;
}
