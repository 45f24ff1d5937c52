using System.Globalization;

namespace OpportunityScan.Redis.Tests.Agreement;

/// <summary>All of a state that events can change, as text.</summary>
internal static class StateText
{
    internal static string Of(ScanState s) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        {s.Status} v{s.Version} a{s.Attempt} l{s.Lapses} s{s.Sequence} {s.RunToken} {s.HasBegun} worker={s.Worker} cause={s.EndCause}
        created={s.CreatedAt:O} started={s.StartedAt:O} due={s.DueAt:O} asked={s.CancelRequestedAt:O} ended={s.EndedAt:O}
        {string.Join('\n', s.Outcomes)}
        """);
}
