using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpportunityScan.Client;

/// <summary>
/// A scan as the events of one connection tell it: a snapshot first, then changes. Of objects these have the fields that are different, of strategies those
/// that are, each with its id, and of opportunities the new ones and the places of the others among those before.
/// </summary>
internal sealed class WatchedScan
{
    private const string Strategies = "strategies";
    private const string StrategyId = "strategy_id";
    private const string PartialResults = "partial_results";

    private JsonObject? _state;

    /// <summary>Takes a whole snapshot.</summary>
    internal ScanInfo Take(string snapshot)
    {
        _state = JsonNode.Parse(snapshot)!.AsObject();
        return Read();
    }

    /// <summary>Takes a change of what was taken before.</summary>
    /// <exception cref="JsonException">It is a change of nothing, or of what is not there.</exception>
    internal ScanInfo Change(string change)
    {
        var (state, fields) = (_state ?? throw new JsonException("A change came before a snapshot."), JsonNode.Parse(change)!.AsObject());
        if (Remove(fields, Strategies) is { } strategies) Change(state[Strategies]!.AsArray(), strategies);
        if (Remove(fields, PartialResults) is { } results) state[PartialResults] = Results(state[PartialResults]!.AsArray(), results);
        Merge(state, fields);
        return Read();
    }

    private ScanInfo Read() => _state.Deserialize(ClientJson.Default.ScanInfo)!;

    private static void Change(JsonArray strategies, JsonArray changes)
    {
        foreach (var change in changes)
        {
            var id = (string)change![StrategyId]!;
            var strategy = strategies.FirstOrDefault(s => string.Equals((string?)s![StrategyId], id, StringComparison.Ordinal)) ?? throw new JsonException($"There is no strategy '{id}'.");
            Merge(strategy.AsObject(), change.AsObject());
        }
    }

    private static JsonArray Results(JsonArray before, JsonArray now) =>
        [.. now.Select(item => item is JsonValue place ? before[(int)place]!.DeepClone() : item!.DeepClone())];

    private static void Merge(JsonObject before, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is JsonObject inner && before[name] is JsonObject was) Merge(was, inner);
            else before[name] = value?.DeepClone();
        }
    }

    private static JsonArray? Remove(JsonObject fields, string name) => fields.Remove(name, out var value) ? value!.AsArray() : null;
}
