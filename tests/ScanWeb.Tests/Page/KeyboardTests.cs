using static Microsoft.Playwright.Assertions;

namespace ScanWeb.Tests.Page;

/// <summary>The page without a mouse.</summary>
[Collection(Chromium.Collection)]
public sealed class KeyboardTests(Chromium chromium, ScanTests.Server server) : IClassFixture<ScanTests.Server>
{
    private const int MostTabs = 120;

    [Fact]
    public async Task Everything_is_done_by_keyboard_and_the_focus_is_always_seen()
    {
        await using var opened = await ScanPage.OpenAsync(await chromium.OpenAsync(), server.Address);
        var keyboard = opened.Page.Keyboard;
        await Expect(opened.Page.GetByLabel("Email")).ToBeFocusedAsync();
        await keyboard.TypeAsync("trader1@example.com");
        await keyboard.PressAsync("Tab");
        await keyboard.TypeAsync("demo");
        await keyboard.PressAsync("Enter");
        await Expect(opened.Start).ToBeVisibleAsync();

        await TabToAsync(opened, "Symbols");
        await keyboard.PressAsync("Enter");
        await TabToAsync(opened, "KO");
        await keyboard.PressAsync("Space");
        await ScanPage.SeesAsync(opened.Page.Locator("#symbols-summary"), "KO");
        await keyboard.PressAsync("Space");
        await TabToAsync(opened, "Scan afresh");
        await keyboard.PressAsync("Space");
        await TabToAsync(opened, "Start scan");
        await keyboard.PressAsync("Enter");

        await opened.StatusAsync("Complete");
        await Expect(opened.Page.Locator("#scan-title")).ToBeFocusedAsync();
        await ScanPage.SeesAsync(opened.Page.Locator("#page"), "1 to 5; 9 found in all");
        await TabToAsync(opened, "Next");
        await keyboard.PressAsync("Enter");
        await ScanPage.SeesAsync(opened.Page.Locator("#page"), "6 to 9");
        await TabToAsync(opened, "found", isEnd: true);
        await keyboard.PressAsync("Enter");
        await TabToAsync(opened, "Sign out", backwards: true);
        await keyboard.PressAsync("Enter");
        await Expect(opened.Page.GetByLabel("Email")).ToBeFocusedAsync();
        opened.Complaints.Should().BeEmpty();
    }

    /// <summary>Presses Tab until what has the focus is called so; each stop on the way must show that it has the focus.</summary>
    private static async Task TabToAsync(ScanPage opened, string name, bool isEnd = false, bool backwards = false)
    {
        for (var i = 0; i < MostTabs; i++)
        {
            await opened.Page.Keyboard.PressAsync(backwards ? "Shift+Tab" : "Tab");
            await opened.Page.ShouldShowFocusAsync();
            var focused = await opened.Page.EvaluateAsync<string>(
                "() => { const e = document.activeElement; return (e.labels?.[0] ?? e).textContent.trim(); }");
            if (isEnd ? focused.EndsWith(name, StringComparison.Ordinal) : focused.StartsWith(name, StringComparison.Ordinal)) return;
        }

        throw new InvalidOperationException($"'{name}' cannot be reached with the Tab key.");
    }
}
