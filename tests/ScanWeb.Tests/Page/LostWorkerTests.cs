using ScanWeb.Tests.Processes;
using static Microsoft.Playwright.Assertions;

namespace ScanWeb.Tests.Page;

/// <summary>The page behind nginx, when the workers that it talks to are killed one after the other.</summary>
[Collection(Chromium.Collection)]
public sealed class LostWorkerTests(Chromium chromium)
{
    [Fact]
    public async Task A_page_that_loses_its_worker_goes_on_at_another()
    {
        await using var context = await chromium.OpenAsync();
        await using var deployment = await Deployment.StartAsync(2, "--latency", "300ms");
        await using var opened = await ScanPage.OpenAsync(context, deployment.Address);
        await opened.SignInAsync();
        await opened.StartAsync();
        var before = await Bound.UntilAsync(opened.PercentAsync, percent => percent > 0);

        // Whichever of the two has the stream: each is killed once.
        await deployment.KillAsync(0);
        await deployment.ReviveAsync(0);
        await deployment.KillAsync(1);

        await opened.StatusAsync("Complete");
        (await opened.PercentAsync()).Should().BeGreaterThan(before);
        await ScanPage.SeesAsync(opened.Page.Locator("#page"), "1 to 25");
        await Expect(opened.Line).ToBeEmptyAsync();
    }
}
