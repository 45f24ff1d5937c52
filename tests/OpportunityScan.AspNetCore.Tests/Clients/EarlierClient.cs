using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace OpportunityScan.AspNetCore.Tests.Clients;

/// <summary>
/// A client as the analysed application has them, written anew: it knows the states <c>scanning</c>, <c>complete</c> and <c>failed</c> and the status 404,
/// ignores what it does not know, does not page, and prints what it reads. Its types are its own.
/// </summary>
internal sealed class EarlierClient(HttpClient http, Func<Task> pause)
{
    private const string Root = "/api/v1/opportunities";

    /// <summary>What it prints of a whole scan.</summary>
    internal async Task<List<string>> RunAsync(string[] symbols)
    {
        http.Timeout = TimeSpan.FromSeconds(10);
        using var response = await http.PostAsJsonAsync(
            Root + "/discover", new { force_refresh = true, include_strategy_recommendations = true, symbols, opportunity_type = (string[]?)null, strategy_types = (string[]?)null });
        response.EnsureSuccessStatusCode();
        var started = (await response.Content.ReadFromJsonAsync<Started>())!;
        List<string> lines = [$"{started.Status} {started.ScanId.StartsWith("scan_", StringComparison.Ordinal)} {started.PollingInterval}"];
        while (true)
        {
            using var poll = await http.GetAsync(started.PollUrl);
            if (poll.StatusCode == HttpStatusCode.NotFound) return [.. lines, "lost"];
            poll.EnsureSuccessStatusCode();
            var status = (await poll.Content.ReadFromJsonAsync<Status>())!;
            if (status.State is not ("scanning" or "complete" or "failed")) return [.. lines, "unknown state"];
            if (status.State is "failed") return [.. lines, "failed"];
            if (status.State is "complete")
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"complete, {status.Progress.Completed}/{status.Progress.Total} strategies, {status.Progress.Percentage} %, {status.TotalOpportunities} found"));
                break;
            }

            await pause();
        }

        var results = (await http.GetFromJsonAsync<Results>(started.ResultsUrl))!;
        var duration = results.ExecutionTime / 1_000;
        lines.Add($"{results.UserId}: {results.Metadata.Completed}/{results.Metadata.Total}, {results.Metadata.Message}");
        lines.Add($"took as long as it says: {Math.Abs(duration - results.Metadata.Duration) < 0.01}, updated {results.LastUpdated:yyyy}");
        lines.AddRange(results.Opportunities.Select(static o => string.Create(CultureInfo.InvariantCulture, $"{o.Symbol} by {o.StrategyName}: {o.Profit}")));
        return lines;
    }

    private sealed record Started(
        [property: JsonPropertyName("scan_id")] string ScanId,
        [property: JsonPropertyName("status")] string Status,
        [property: JsonPropertyName("poll_url")] string PollUrl,
        [property: JsonPropertyName("results_url")] string ResultsUrl,
        [property: JsonPropertyName("polling_interval_seconds")] int PollingInterval);

    private sealed record Status(
        [property: JsonPropertyName("status")] string State,
        [property: JsonPropertyName("total_opportunities")] int TotalOpportunities,
        [property: JsonPropertyName("progress")] Progress Progress);

    private sealed record Progress(
        [property: JsonPropertyName("strategies_completed")] int Completed,
        [property: JsonPropertyName("total_strategies")] int Total,
        [property: JsonPropertyName("percentage")] int Percentage);

    private sealed record Results(
        [property: JsonPropertyName("user_id")] string UserId,
        [property: JsonPropertyName("execution_time_ms")] double ExecutionTime,
        [property: JsonPropertyName("last_updated")] DateTime LastUpdated,
        [property: JsonPropertyName("metadata")] Metadata Metadata,
        [property: JsonPropertyName("opportunities")] Found[] Opportunities);

    private sealed record Metadata(
        [property: JsonPropertyName("strategies_completed")] int Completed,
        [property: JsonPropertyName("total_strategies")] int Total,
        [property: JsonPropertyName("scan_duration_seconds")] double Duration,
        [property: JsonPropertyName("message")] string Message);

    private sealed record Found(
        [property: JsonPropertyName("strategy_name")] string StrategyName,
        [property: JsonPropertyName("symbol")] string Symbol,
        [property: JsonPropertyName("profit_potential_usd")] decimal Profit);
}
