using Microsoft.Playwright;

namespace ScanWeb.Tests.Page;

/// <summary>What must hold for whatever the page shows.</summary>
internal static class Checks
{
    /// <summary>Everything has a name, a label or a header, and enough contrast; and the page is as wide as the window, not wider.</summary>
    internal static async Task ShouldBeAccessibleAsync(this IPage page, string state)
    {
        (await page.EvaluateAsync<string[]>(Script("Names.js"))).Should().BeEmpty($"of {state}");
        (await page.EvaluateAsync<string[]>(Script("Contrast.js"))).Should().BeEmpty($"of {state}");
        (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).Should().BeTrue($"{state} should not scroll sideways");
    }

    /// <summary>What has the focus shows it.</summary>
    internal static async Task ShouldShowFocusAsync(this IPage page)
    {
        var (tag, outline) = await FocusAsync(page);
        if (tag is not ("H1" or "MAIN")) outline.Should().NotBe("none 0px", $"a {tag} has the focus");
    }

    /// <summary>Keeps a picture of the page where the environment variable SCANWEB_PICTURES names a folder, for people to look at.</summary>
    internal static async Task PictureAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SCANWEB_PICTURES") is not { Length: > 0 } folder) return;
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    private static async Task<(string Tag, string Outline)> FocusAsync(IPage page)
    {
        var focus = await page.EvaluateAsync<string[]>(
            "() => { const s = getComputedStyle(document.activeElement); return [document.activeElement.tagName, `${s.outlineStyle} ${s.outlineStyle === 'none' ? '0px' : s.outlineWidth}`]; }");
        return (focus[0], focus[1]);
    }

    private static string Script(string name)
    {
        using var stream = typeof(Checks).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
