using Microsoft.Playwright;
using ScanWeb.Tests.Processes;
using static Microsoft.Playwright.Assertions;

namespace ScanWeb.Tests.Page;

/// <summary>What people do with the page.</summary>
[Collection(Chromium.Collection)]
public sealed class ScanTests(Chromium chromium, ScanTests.Server server) : IClassFixture<ScanTests.Server>
{
    [Fact]
    public async Task A_scan_is_started_watched_and_its_results_are_paged_sorted_and_filtered()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.SignInAsync();

        await opened.StartAsync();
        var seen = await PercentsAsync(opened);
        seen.Should().HaveCountGreaterThan(2, "progress is shown as it is made").And.BeInAscendingOrder();
        await opened.StatusAsync("Complete");

        await ScanPage.SeesAsync(opened.Page.Locator("#page"), "1 to 5");
        (await opened.Page.Locator("#outcome-rows .badge.good").CountAsync()).Should().Be(14);
        (await opened.ColumnAsync(2)).Should().OnlyContain(side => side == "buy" || side == "sell" || side == "–");
        (await opened.ColumnAsync(9)).Should().OnlyContain(why => why.Contains("past trades of", StringComparison.Ordinal));
        await ScanPage.SeesAsync(opened.Page.Locator("#assumptions"), "filled a day after the signal");
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        await ScanPage.SeesAsync(opened.Page.Locator("#page"), "6 to 9");
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Previous" }).ClickAsync();
        await ScanPage.SeesAsync(opened.Page.Locator("#page"), "1 to 5");

        await opened.Page.GetByLabel("Sort by").SelectOptionAsync("capital");
        await Bound.UntilAsync(
            async () => (await opened.ColumnAsync(5)).Select(Amount).ToList(), capitals => capitals.Count == 5 && capitals.SequenceEqual(capitals.Order()));
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Profit", Exact = true }).ClickAsync();
        await Bound.UntilAsync(
            async () => (await opened.ColumnAsync(3)).Select(Amount).ToList(), profits => profits.Count == 5 && profits.SequenceEqual(profits.OrderDescending()));
        await Expect(opened.Page.Locator("th[aria-sort=descending]")).ToHaveTextAsync("Profit");
        await Expect(opened.Page.Locator("#map .dot")).ToHaveCountAsync(9);
        await opened.Page.Locator("#map .dot").First.FocusAsync();
        await opened.Page.Keyboard.PressAsync("Enter");
        await Expect(opened.Page.Locator("#opportunity-rows tr.chosen")).ToHaveCountAsync(1);
        await ScanPage.SeesAsync(opened.Page.Locator("#as-of"), "recorded prices, not today's");
        await opened.Rows.First.Locator("summary").ClickAsync();
        await ScanPage.SeesAsync(opened.Rows.First.Locator("dl"), "Past trades");
        await opened.Page.GetByLabel("low", new() { Exact = true }).CheckAsync();
        await Bound.UntilAsync(() => opened.ColumnAsync(6), risks => risks.Length > 0 && risks.All(risk => risk is "low"));
        await opened.Page.GetByLabel("Profit from").FillAsync("1000000");
        await opened.Page.GetByLabel("Capital up to").FocusAsync();
        await ScanPage.SeesAsync(opened.Page.Locator("#no-opportunities"), "passes the filters");
        opened.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task The_ranking_is_saved_as_it_is_filtered_and_a_scan_is_started_again_as_it_was()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.SignInAsync();
        await opened.Page.GetByText("Symbols:").ClickAsync();
        await opened.Page.GetByLabel("BA", new() { Exact = true }).CheckAsync();
        await opened.Page.GetByLabel("MMM", new() { Exact = true }).CheckAsync();
        await opened.StartAsync();
        await opened.StatusAsync("Complete");
        await ScanPage.SeesAsync(opened.Page.Locator("#scans a[aria-current] small"), "BA, MMM · 14 strategies");
        await opened.Page.GetByLabel("Symbol, or several").FillAsync("mmm");
        await opened.Page.GetByLabel("Profit from").FocusAsync();
        await Bound.UntilAsync(() => opened.ColumnAsync(1), symbols => symbols.Length > 0 && symbols.All(static s => s.StartsWith("MMM", StringComparison.Ordinal)));
        await ScanPage.SeesAsync(opened.Page.Locator("#page"), " match, ");

        var csv = await opened.SavedAsync("Save as CSV");
        var json = System.Text.Json.JsonDocument.Parse(await opened.SavedAsync("Save as JSON")).RootElement;
        var before = opened.Page.Url;
        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Scan again" }).ClickAsync();
        await Bound.UntilAsync(() => Task.FromResult(opened.Page.Url), url => !string.Equals(url, before, StringComparison.Ordinal));
        await opened.StatusAsync("Complete");

        csv.Should().StartWith("rank,strategy_id,").And.Contain(",MMM,").And.NotContain(",BA,");
        json.GetProperty("opportunities").GetArrayLength().Should().Be(csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1);
        await ScanPage.SeesAsync(opened.Page.Locator("#scans a[aria-current] small"), "BA, MMM · 14 strategies");
        opened.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_reload_in_the_middle_goes_on_where_it_was()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.SignInAsync("trader2@example.com");
        await opened.StartAsync();
        var title = await opened.Page.Locator("#scan-title").TextContentAsync();
        var before = await Bound.UntilAsync(opened.PercentAsync, percent => percent > 5);

        await opened.Page.ReloadAsync();

        await ScanPage.SeesAsync(opened.Page.Locator("#scan-title"), title!);
        (await opened.PercentAsync()).Should().BeGreaterThanOrEqualTo(before);
        await opened.StatusAsync("Complete");
        await ScanPage.SeesAsync(opened.Page.Locator("#page"), "1 to 5");
        opened.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task A_scan_is_cancelled_and_keeps_what_it_found()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.SignInAsync();
        await opened.StartAsync();
        await Expect(opened.Page.Locator("#opportunity-rows tr")).Not.ToHaveCountAsync(0);

        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel scan" }).ClickAsync();

        await opened.StatusAsync("Cancelled");
        await Expect(opened.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel scan" })).ToBeHiddenAsync();
        (await opened.Rows.CountAsync()).Should().BePositive();
        opened.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Earlier_scans_are_listed_and_open_like_links()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.SignInAsync();
        await opened.Page.GetByText("Symbols:").ClickAsync();
        await opened.Page.GetByLabel("KO", new() { Exact = true }).CheckAsync();
        await opened.Page.GetByText("Strategies:").ClickAsync();
        await opened.Page.GetByLabel("Breakout").CheckAsync();
        await opened.StartAsync();
        await opened.StatusAsync("Complete");
        await ScanPage.SeesAsync(opened.Page.Locator("#done"), "1 of 1");
        var first = opened.Page.Url;
        await opened.Start.ClickAsync();
        await Bound.UntilAsync(() => Task.FromResult(opened.Page.Url), url => !string.Equals(url, first, StringComparison.Ordinal));
        await opened.StatusAsync("Complete");

        await opened.Page.GoBackAsync();
        await Bound.UntilAsync(() => Task.FromResult(opened.Page.Url), url => string.Equals(url, first, StringComparison.Ordinal));
        await opened.StatusAsync("Complete");

        var links = opened.Page.Locator("#scans a");
        (await links.CountAsync()).Should().BeGreaterThan(1);
        await Expect(opened.Page.Locator("#scans a[aria-current]")).ToHaveCountAsync(1);
        await links.First.ClickAsync();
        await Expect(links.First).ToHaveAttributeAsync("aria-current", "true");
        opened.Complaints.Should().BeEmpty();
    }

    [Fact]
    public async Task Signing_out_leaves_nothing_behind()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.SignInAsync();

        await opened.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(opened.Page.GetByLabel("Email")).ToBeVisibleAsync();
        (await opened.Page.EvaluateAsync<int>("sessionStorage.length + localStorage.length")).Should().Be(0);
        await Expect(opened.Page.Locator("#scans li")).ToHaveCountAsync(0);
        opened.Complaints.Should().BeEmpty();
    }

    /// <summary>The different percentages up to the end.</summary>
    private static async Task<List<double>> PercentsAsync(ScanPage opened)
    {
        var seen = new List<double>();
        await Bound.UntilAsync(opened.PercentAsync, percent =>
        {
            if (seen.Count == 0 || seen[^1] != percent) seen.Add(percent);
            return percent >= 100;
        });
        return seen;
    }

    private static decimal Amount(string usd) => decimal.Parse(usd.Trim('$'), System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A process in memory that these tests share.</summary>
    public sealed class Server : IAsyncLifetime
    {
        private WebProcess? _process;

        internal Uri Address => _process!.Address;

        public async Task InitializeAsync() => _process = await WebProcess.StartAsync();

        public async Task DisposeAsync() => await _process!.DisposeAsync();
    }
}
