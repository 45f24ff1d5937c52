using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ScanWeb.Tests.Page;

/// <summary>What the page says when something goes wrong, and that it gets over it.</summary>
[Collection(Chromium.Collection)]
public sealed class TroubleTests(Chromium chromium, ScanTests.Server server) : IClassFixture<ScanTests.Server>
{
    private const string Unknown = "#scan=scan_00000000000000000000000000000000";

    [Fact]
    public async Task A_wrong_password_is_told_where_it_was_typed()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.Page.GetByLabel("Email").FillAsync("trader1@example.com");
        await opened.Page.GetByLabel("Password").FillAsync("guess");

        await opened.Page.Keyboard.PressAsync("Enter");

        await ScanPage.SeesAsync(opened.Page.GetByRole(AriaRole.Alert), "The email or the password is wrong.");
        await Expect(opened.Page.GetByLabel("Password")).ToBeFocusedAsync();
        opened.Page.Url.Should().NotContain("guess");
    }

    [Theory]
    [InlineData(0, "", "There is no such scan among yours.")]
    [InlineData(410, "expired", "its results are no longer kept")]
    [InlineData(400, "invalid_request", "what the server says")]
    public async Task A_scan_that_cannot_be_shown_is_explained(int status, string code, string said)
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), new Uri(server.Address, Unknown));
        if (status > 0) await opened.Page.RouteAsync("**/events/**", route => FulfilAsync(route, status, code));

        await opened.SignInAsync();

        await ScanPage.SeesAsync(opened.Page.Locator("#scan-message"), said);
    }

    [Fact]
    public async Task A_store_that_is_out_of_reach_is_told_and_what_was_known_stays_with_its_time()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.SignInAsync();
        var isDown = true;
        await opened.Page.RouteAsync("**/events/**", route => isDown ? FulfilAsync(route, 503, "store_unavailable") : route.ContinueAsync());
        await opened.Page.GetByLabel("Scan afresh").CheckAsync();
        await opened.Start.ClickAsync();
        await ScanPage.SeesAsync(opened.Line, "cannot reach its store just now");

        isDown = false;

        await opened.StatusAsync("Complete");
        await Expect(opened.Line).ToBeEmptyAsync();
    }

    [Fact]
    public async Task A_line_that_drops_is_told_and_taken_up_again()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.SignInAsync();
        await opened.StartAsync();
        var before = await Bound.UntilAsync(opened.PercentAsync, percent => percent > 0);

        await opened.Page.Context.SetOfflineAsync(true);
        await opened.Page.RouteAsync("**/events/**", route => route.AbortAsync());
        await opened.Page.EvaluateAsync("location.hash += '&filter_by_risk_level=low'"); // asks anew
        await ScanPage.SeesAsync(opened.Line, "The connection was lost. Connecting again. What you see is as of");
        await opened.Page.UnrouteAllAsync();
        await opened.Page.Context.SetOfflineAsync(false);

        await opened.StatusAsync("Complete");
        (await opened.PercentAsync()).Should().BeGreaterThan(before);
        await Expect(opened.Line).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Somebody_whose_token_is_refused_signs_in_again_and_is_back_at_the_scan()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.SignInAsync();
        await opened.StartAsync();
        await opened.Page.EvaluateAsync("sessionStorage.setItem('scanweb.session', JSON.stringify({ email: 'trader1@example.com', token: 'old' }))");

        await opened.Page.ReloadAsync();
        await ScanPage.SeesAsync(opened.Page.GetByRole(AriaRole.Alert), "You were signed out.");
        await opened.SignInAsync();

        await opened.StatusAsync("Complete");
    }

    [Fact]
    public async Task Whatever_a_strategy_calls_things_is_shown_as_text_and_never_run()
    {
        const string markup = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>";
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        await opened.Page.RouteAsync("**/results/**", async route =>
        {
            var response = await route.FetchAsync();
            var body = JsonNode.Parse(await response.TextAsync())!;
            foreach (var item in body["opportunities"]!.AsArray()) (item!["symbol"], item["risk_level"]) = (markup, markup);
            await route.FulfillAsync(new RouteFulfillOptions { Response = response, Body = body.ToJsonString() });
        });
        await opened.SignInAsync();

        await opened.StartAsync();

        await opened.StatusAsync("Complete");
        await ScanPage.SeesAsync(opened.Rows.First, markup);
        (await opened.Page.Locator("#opportunity-rows img, #opportunity-rows script").CountAsync()).Should().Be(0);
        (await opened.Page.TitleAsync()).Should().Be("Opportunity scan");
    }

    private static Task FulfilAsync(IRoute route, int status, string code) => route.FulfillAsync(new RouteFulfillOptions
    {
        Status = status,
        ContentType = "application/problem+json",
        Body = new JsonObject { ["status"] = status, ["code"] = code, ["detail"] = "what the server says" }.ToJsonString(),
    });
}
