using System.Globalization;
using OpportunityScan.Storage;

namespace OpportunityScan.StoreConformance;

/// <summary>
/// Everything about a scan that two stores agree on, as a line that reads well in a failed test. Instants are the store's own business; of them
/// only the presence counts.
/// </summary>
public static class Projection
{
    /// <summary>Of a snapshot: the state and the top.</summary>
    public static string Of(ScanSnapshot? snapshot) => snapshot is null ? "none" : $"{Of(snapshot.State)} top=[{Of(snapshot.Top)}]";

    /// <summary>Of a state.</summary>
    public static string Of(ScanState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var outcomes = string.Join(' ', state.Outcomes.Select(o =>
            string.Create(CultureInfo.InvariantCulture, $"{o.Strategy}:{o.Status}/a{o.Attempt}/f{o.Found}/r{o.Rejected}/m{o.Merged}/p{o.Progress}/{o.ErrorCode}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Plan.Key} {state.Status} v{state.Version} a{state.Attempt} l{state.Lapses} s{state.Sequence} {state.RunToken}{(state.HasBegun ? "!" : "")} worker={state.Worker} end={state.EndCause} ")
            + $"[{Mark('b', state.StartedAt)}{Mark('d', state.DueAt)}{Mark('c', state.CancelRequestedAt)}{Mark('e', state.EndedAt)}] {outcomes}";
    }

    /// <summary>Of opportunities: which, in their order.</summary>
    public static string Of(IEnumerable<Opportunity> opportunities) => string.Join(' ', opportunities.Select(o => o.Symbol));

    /// <summary>As above.</summary>
    public static string Of(IEnumerable<AcceptedOpportunity> opportunities) => Of(opportunities.Select(o => o.Value));

    private static string Mark(char mark, DateTimeOffset? instant) => instant is null ? "-" : mark.ToString();
}
