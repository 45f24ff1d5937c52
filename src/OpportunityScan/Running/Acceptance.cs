using OpportunityScan.Diagnostics;
using OpportunityScan.Ranking;
using OpportunityScan.Storage;

namespace OpportunityScan.Running;

/// <summary>
/// Takes what strategies emit, or says why not. Everything that could fail or grow happens here, once, and for every store alike: what is accepted
/// can be stored, and is read back the same. Called from the threads of strategies, under no lock.
/// </summary>
internal sealed class Acceptance(OpportunityScanOptions options, SafeRanker ranker, bool keepsBytes)
{
    /// <summary>An emitted opportunity as it is kept; <c>null</c> when it breaks a rule.</summary>
    /// <param name="emitted">As the strategy emitted it.</param>
    /// <param name="strategy">Which strategy.</param>
    /// <param name="now">When, by the store's clock.</param>
    /// <param name="violation">The rule that is broken.</param>
    internal AcceptedOpportunity? Accept(Opportunity? emitted, StrategyId strategy, DateTimeOffset now, out OpportunityRules.Violation violation)
    {
        violation = default;
        if (OpportunityRules.Check(emitted, now) is { } broken) violation = broken;
        else if (Stamp(emitted!, strategy, now, out var metadata) is { } stamped) return Encode(stamped);
        else violation = new OpportunityRules.Violation(RejectionReasons.Metadata, metadata!);
        return null;
    }

    private AcceptedOpportunity Encode(Opportunity stamped)
    {
        if (!keepsBytes) return new AcceptedOpportunity(stamped, OpportunityJson.Size(stamped), null);
        var utf8 = OpportunityJson.Write(stamped);
        return new AcceptedOpportunity(stamped, utf8.Length, utf8);
    }

    /// <summary>The opportunity as it is read back: instants in UTC, no negative zero, and metadata that outlive the strategy's document.</summary>
    private Opportunity? Stamp(Opportunity emitted, StrategyId strategy, DateTimeOffset now, out string? violation)
    {
        var metadata = emitted.Metadata;
        violation = null;
        if (metadata is { } element)
        {
            try
            {
                metadata = MetadataRules.Keep(element, options.Limits, out violation);
            }
#pragma warning disable CA1031 // The element belongs to the strategy: whatever reading it throws is a rejection, and nothing else is lost for it.
            catch (Exception e)
#pragma warning restore CA1031
            {
                violation = e is ObjectDisposedException
                    ? "The metadata belong to a JsonDocument that is disposed; emit a clone."
                    : $"The metadata could not be read: {e.GetType().Name}.";
            }

            if (violation is not null) return null;
        }

        var stamped = emitted with
        {
            Strategy = strategy,
            DiscoveredAt = OpportunityRules.DiscoveredAt(emitted, now).ToUniversalTime(),
            ExpiresAt = emitted.ExpiresAt?.ToUniversalTime(),
            ProfitPotential = Plain(emitted.ProfitPotential),
            RequiredCapital = Plain(emitted.RequiredCapital),
            EntryPrice = emitted.EntryPrice is { } entry ? Plain(entry) : null,
            ExitPrice = emitted.ExitPrice is { } exit ? Plain(exit) : null,
            Confidence = emitted.Confidence + 0.0, // of -0 makes 0
            Metadata = metadata,
        };
        stamped.SetScore(ranker.Score(stamped) + 0.0);
        return stamped;
    }

    /// <summary>A decimal has many zeros; only one of them is stored.</summary>
    private static decimal Plain(decimal value) => value == 0 ? 0 : value;
}
