using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Describing;

/// <summary>
/// What the endpoints take, as parameters of methods that nobody calls: API descriptions are made of such. The requests themselves are read by
/// hand, strictly, so that everything wrong with one is told at once.
/// </summary>
#pragma warning disable CA1801, IDE0060 // Unused by nature.
internal static class Shapes
{
    private const string OfList = " A list: repeated, or comma-separated.";

    internal static void Discover(
        [FromHeader(Name = "Idempotency-Key"), Description("1 to 255 visible ASCII characters. Repeating a start with the key gives the same scan.")] string? idempotencyKey,
        [FromBody, Description("What to scan, and what to show of it; may be empty.")] StartBody? body)
    {
    }

    internal static void Scan([FromRoute(Name = "scan_id"), Description("The scan.")] string scanId)
    {
    }

    internal static void Filters(
        [FromQuery(Name = "min_profit_potential"), Range(0d, double.MaxValue), Description("Show only what yields at least this, in USD.")] decimal? minProfit,
        [FromQuery(Name = "max_required_capital"), Range(0d, double.MaxValue), Description("Show only what takes at most this, in USD.")] decimal? maxCapital,
        [FromQuery(Name = "min_confidence"), Range(0d, 1d), Description("Show only what is at least this sure: 0 to 1.")] double? minConfidence,
        [FromQuery(Name = "filter_by_risk_level"), OneOf("low", "medium", "high", "very_high"), Description("Show only these risk levels: low, medium, high, very_high." + OfList)] string[]? risks,
        [FromQuery(Name = "sides"), OneOf("buy", "sell", "none"), Description("Show only these sides: buy, sell, none." + OfList)] string[]? sides,
        [FromQuery(Name = "opportunity_type"), Description("Show only these types." + OfList)] string[]? types,
        [FromQuery(Name = "strategy_types"), Description("Another name of opportunity_type." + OfList)] string[]? strategyTypes,
        [FromQuery(Name = "preferred_timeframes"), Description("Show only these timeframes." + OfList)] string[]? timeframes,
        [FromQuery(Name = "strategy_ids"), Description("Show only what these strategies found." + OfList)] string[]? strategies,
        [FromQuery(Name = "symbols"), Description("Show only these symbols." + OfList)] string[]? symbols)
    {
    }

    internal static void Condition(
        [FromHeader(Name = "If-None-Match"), Description("The ETag of what is known; 304 when it is still the newest.")] string? ifNoneMatch)
    {
    }

    internal static void Wait(
        [FromHeader(Name = "Prefer")]
        [Description("wait=N: wait up to N seconds for a version newer than the one in If-None-Match, or without it than the current one.")]
        string? prefer)
    {
    }

    internal static void Page(
        [FromQuery(Name = "limit"), Range(1, int.MaxValue), Description("How many at most.")] int? limit,
        [FromQuery(Name = "cursor"), Description("next_cursor of the page before.")] string? cursor)
    {
    }

    internal static void Results(
        [FromQuery(Name = "sort"), OneOf("score", "profit", "confidence", "capital", "discovered"), Description("score (default), profit, confidence, capital or discovered.")] string? sort,
        [FromQuery(Name = "partial"), Description("Whether the results so far of an unfinished scan will do. Default: false.")] bool? partial,
        [FromQuery(Name = "valid_at"), Description("now, or an instant: leaves out what has expired by then. Default: nothing.")] string? validAt)
    {
    }

    internal static void Resume(
        [FromHeader(Name = "Last-Event-ID"), Description("The last event that was seen: only newer ones are sent.")] string? lastEventId,
        [FromQuery(Name = "after"), Range(0, int.MaxValue), Description("As Last-Event-ID, which precedes it.")] long? after,
        [FromQuery(Name = "full"), Description("Whether each event is to be a whole snapshot. Default: false.")] bool? full,
        [FromQuery(Name = "interval"), Range(0d, double.MaxValue), Description("The least number of seconds between two events; the host may set a higher one.")] double? interval)
    {
    }
}
