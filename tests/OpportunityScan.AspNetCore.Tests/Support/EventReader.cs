using System.Globalization;
using System.Text.Json.Nodes;

namespace OpportunityScan.AspNetCore.Tests.Support;

/// <summary>Reads server-sent events as a browser does, and comments besides.</summary>
internal sealed class EventReader(HttpResponseMessage response) : IDisposable
{
    private readonly StreamReader _lines = new(response.Content.ReadAsStream());
    private JsonObject? _seen;

    /// <summary>How many bytes of events came, as text.</summary>
    internal long Length { get; private set; }

    internal HttpResponseMessage Response => response;

    /// <summary>The next event, comment or retry; <c>null</c> at the end.</summary>
    internal async Task<SiteEvent?> NextAsync()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await Limit.Within(_lines.ReadLineAsync()) is { } line)
        {
            Length += line.Length + 1;
            if (line.Length == 0) return Whole(new SiteEvent(fields));
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

    /// <summary>The next state of the scan, whether it came whole or as a change of the one before; <c>null</c> at the end.</summary>
    internal async Task<SiteEvent?> SnapshotAsync()
    {
        while (await NextAsync() is { } next)
        {
            if (next.IsSnapshot) return next;
        }

        return null;
    }

    /// <summary>All states of the scan to the end.</summary>
    internal async Task<List<SiteEvent>> ToEndAsync()
    {
        var all = new List<SiteEvent>();
        while (await SnapshotAsync() is { } next) all.Add(next);
        return all;
    }

    /// <summary>An event with what it says of the scan in full.</summary>
    private SiteEvent Whole(SiteEvent next)
    {
        if (next.Name is "snapshot") _seen = JsonNode.Parse(next.Fields["data"])!.AsObject();
        else if (next.Name is "change") Apply(JsonNode.Parse(next.Fields["data"])!.AsObject());
        else return next;
        return next with { State = _seen!.DeepClone().AsObject() };
    }

    private void Apply(JsonObject change)
    {
        var results = _seen!["partial_results"]!.AsArray();
        foreach (var strategy in change["strategies"]?.AsArray() ?? [])
            Merge(_seen["strategies"]!.AsArray().Single(s => string.Equals((string)s!["strategy_id"]!, (string)strategy!["strategy_id"]!, StringComparison.Ordinal))!.AsObject(), strategy!.AsObject());
        if (change["partial_results"] is JsonArray some)
            _seen["partial_results"] = new JsonArray([.. some.Select(item => (item is JsonValue place ? results[(int)place] : item)!.DeepClone())]);
        Merge(_seen, new JsonObject(change.Where(static f => f.Key is not ("strategies" or "partial_results")).Select(static f => KeyValuePair.Create(f.Key, f.Value?.DeepClone()))));
    }

    private static void Merge(JsonObject before, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is JsonObject inner && before[name] is JsonObject was) Merge(was, inner);
            else before[name] = value?.DeepClone();
        }
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
    internal string? Name => Fields.GetValueOrDefault("event");

    /// <summary>The whole scan, as a client knows it after this event; <c>null</c> where it says nothing of it.</summary>
    internal JsonObject? State { get; init; }

    internal bool IsSnapshot => Name is "snapshot" or "change";

    internal bool IsComment => Fields.ContainsKey("");

    internal long Id => long.Parse(Fields["id"], CultureInfo.InvariantCulture);

    internal JsonObject Data => State ?? JsonNode.Parse(Fields["data"])!.AsObject();

    internal string Phase => (string)Data["phase"]!;
}
