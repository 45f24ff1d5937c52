using ScanWeb.Tests.Processes;
using static Microsoft.Playwright.Assertions;

namespace ScanWeb.Tests.Page;

/// <summary>The page behind nginx, when what it depends on is killed under it.</summary>
[Collection(Chromium.Collection)]
public sealed class OutageTests(Chromium chromium)
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
        await ScanPage.SeesAsync(opened.Page.Locator("#page"), "1 to 5");
        await Expect(opened.Line).ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_page_that_is_opened_while_Redis_is_down_says_so_and_shows_the_scan_when_it_is_back()
    {
        await using var context = await chromium.OpenAsync();
        await using var deployment = await Deployment.StartDurableAsync(1, "--latency", "300ms");
        await using var opened = await ScanPage.OpenAsync(context, deployment.Address);
        await opened.SignInAsync();
        await opened.StartAsync();
        await Bound.UntilAsync(opened.PercentAsync, percent => percent > 0);

        await deployment.LoseStoreAsync();
        await opened.Page.ReloadAsync();
        await ScanPage.SeesAsync(opened.Line, "cannot reach its store just now");
        await deployment.ReviveStoreAsync();

        await opened.StatusAsync("Complete");
        await Expect(opened.Line).ToBeEmptyAsync();
    }
}
