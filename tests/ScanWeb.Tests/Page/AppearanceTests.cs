using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ScanWeb.Tests.Page;

/// <summary>What the page looks like, to eyes and to screen readers, in all its states.</summary>
[Collection(Chromium.Collection)]
public sealed class AppearanceTests(Chromium chromium, AppearanceTests.Server server) : IClassFixture<AppearanceTests.Server>
{
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Every_state_has_names_contrast_and_fits_the_window(ColorScheme colours, int width)
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(colours, width), server.Address);
        var page = opened.Page;
        await Expect(page.GetByLabel("Email")).ToBeFocusedAsync();
        await SeenAsync("1-signed-out");
        await opened.SignInAsync(width > 1000 ? "trader1@example.com" : "trader2@example.com");
        await SeenAsync("2-nothing-open");
        await page.GetByText("Symbols:").ClickAsync();
        await page.GetByText("Strategies:").ClickAsync();
        await page.GetByLabel("medium").CheckAsync();
        await SeenAsync("3-choosing");
        await page.GetByLabel("medium").UncheckAsync();
        await page.GetByText("Symbols:").ClickAsync();
        await page.GetByText("Strategies:").ClickAsync();
        await opened.StartAsync();
        await Expect(opened.Rows).Not.ToHaveCountAsync(0);
        await SeenAsync("4-running");
        await page.RouteAsync("**/events/**", route => route.AbortAsync());
        await page.EvaluateAsync("location.hash += '&min_profit_potential=1'");
        await ScanPage.SeesAsync(opened.Line, "Connecting again");
        await SeenAsync("5-line-down");
        await page.UnrouteAllAsync();
        await opened.StatusAsync("Complete");
        await ScanPage.SeesAsync(page.Locator("#page"), "1 to 5");
        await SeenAsync("6-complete");
        await opened.StartAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel scan" }).ClickAsync();
        await opened.StatusAsync("Cancelled");
        await SeenAsync("7-cancelled");

        async Task SeenAsync(string state)
        {
            await page.PictureAsync($"{width}-{colours}-{state}".ToLowerInvariant());
            await page.ShouldBeAccessibleAsync($"{state}, {colours}, {width} wide");
        }
    }

    [Fact]
    public async Task Nothing_jumps_while_a_scan_runs()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.SignInAsync();
        await opened.StartAsync();
        await Expect(opened.Page.Locator("#outcome-rows tr")).Not.ToHaveCountAsync(0);
        await opened.Page.EvaluateAsync(
            "() => { window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.shift += e.value)).observe({ type: 'layout-shift' }); }");

        await Bound.UntilAsync(opened.PercentAsync, percent => percent > 80);

        (await opened.Page.EvaluateAsync<double>("window.shift")).Should().BeLessThan(0.05);
    }

    /// <summary>A process that these tests share, in which one strategy fails.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private Processes.WebProcess? _process;

        internal Uri Address => _process!.Address;

        public async Task InitializeAsync() => _process = await Processes.WebProcess.StartAsync("--fail", "scalping", "--latency", "200ms");

        public async Task DisposeAsync() => await _process!.DisposeAsync();
    }
}
