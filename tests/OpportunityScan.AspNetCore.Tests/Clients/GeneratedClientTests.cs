using OpportunityScan.AspNetCore.Tests.OpenApi;

namespace OpportunityScan.AspNetCore.Tests.Clients;

/// <summary>Clients that are made of the document, by programs that know nothing else, start, follow, page and cancel scans.</summary>
public sealed class GeneratedClientTests
{
    [Fact]
    public async Task A_CSharp_client_that_NSwag_made_starts_follows_pages_and_cancels()
    {
        var gap = new GatedStrategy("gap");
        await using var site = await ScanSite.StartAsync(OpenApiDocument.Setup, gap, Sample.Finds("other", Sample.Opportunities(30)));
        using var http = site.Http();
        http.DefaultRequestHeaders.Add("X-User", "ann");
        var client = await GeneratedClient.MakeAsync((await OpenApiDocument.ReadAsync(site)).Root.ToJsonString(), http);

        var started = await client.StartScanAsync(null, Start(client, forceRefresh: true));
        var status = await client.GetScanAsync(started.Scan_id, null, null, null, null, null, null, null, null, null, null, null, null);
        gap.Finish();
        await site.Client().EndAsync((string)started.Scan_id);
        status = await client.GetScanAsync("latest", null, null, null, null, null, null, null, null, null, null, null, null);
        var first = await client.GetResultsAsync(started.Scan_id, 1.0, null, null, null, null, null, null, null, null, null, 20, null, null, null, null);
        var second = await client.GetResultsAsync(started.Scan_id, 1.0, null, null, null, null, null, null, null, null, null, 20, first.Next_cursor, null, null, null);
        var canceled = await client.CancelScanAsync(started.Scan_id);
        var listed = await client.ListScansAsync(null, null);

        ((string)status.Phase.ToString()).Should().Be("Ended");
        ((int)status.Total_opportunities, (int)status.Progress.Percentage).Should().Be((30, 100));
        ((int)first.Opportunities.Count, (int)second.Opportunities.Count, (int)first.Total_matching).Should().Be((20, 10, 30));
        ((string)Enumerable.First(second.Opportunities).Strategy_name).Should().Be("other");
        ((string)canceled.Message).Should().Contain("had ended before");
        ((int)listed.Scans.Count).Should().Be(1);
    }

    /// <summary>What the generated client sends: every field, most of them <c>null</c>.</summary>
    private static dynamic Start(object client, bool forceRefresh)
    {
        dynamic body = Activator.CreateInstance(client.GetType().Assembly.GetType("Generated.StartBody", throwOnError: true)!)!;
        body.Force_refresh = forceRefresh;
        return body;
    }
}
