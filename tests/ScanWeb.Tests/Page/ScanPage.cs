using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ScanWeb.Tests.Page;

/// <summary>The page, as somebody sees and uses it.</summary>
internal sealed class ScanPage : IAsyncDisposable
{
    private const float Patience = 120_000;
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private ScanPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    internal IPage Page { get; }

    /// <summary>Errors and warnings in the browser's console, and exceptions that nothing caught.</summary>
    internal IEnumerable<string> Complaints => _complaints;

    internal ILocator Badge => Page.Locator("#scan-status");

    internal ILocator Rows => Page.Locator("#opportunity-rows tr");

    internal ILocator Start => Page.GetByRole(AriaRole.Button, new() { Name = "Start scan" });

    internal ILocator Line => Page.Locator("#connection");

    internal static async Task<ScanPage> OpenAsync(IBrowserContext context, Uri address)
    {
        context.SetDefaultTimeout(Patience);
        var page = await context.NewPageAsync();
        var opened = new ScanPage(context, page);
        page.Console += (_, message) => opened.Note(message);
        page.PageError += (_, error) => opened._complaints.Enqueue(error);
        await page.GotoAsync(address.ToString());
        return opened;
    }

    internal async Task SignInAsync(string email = "trader1@example.com")
    {
        await Page.GetByLabel("Email").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync("demo");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(Start).ToBeVisibleAsync(new() { Timeout = Patience });
    }

    internal async Task StartAsync()
    {
        await Page.GetByLabel("Scan afresh").CheckAsync();
        var before = Page.Url;
        await Start.ClickAsync();

        // A short scan may have ended before anybody looked; its address is its own.
        await Bound.UntilAsync(
            async () => (Page.Url, Text: await Badge.TextContentAsync()),
            seen => !string.Equals(seen.Url, before, StringComparison.Ordinal) && seen.Text is ("Waiting" or "Running" or "Complete"));
    }

    internal Task StatusAsync(string status) => Expect(Badge).ToHaveTextAsync(status, new() { Timeout = Patience });

    internal static Task SeesAsync(ILocator what, string text) => Expect(what).ToContainTextAsync(text, new() { Timeout = Patience });

    /// <summary>How much of the scan is done, in percent.</summary>
    internal Task<double> PercentAsync() => Page.Locator("#scan-progress").EvaluateAsync<double>("bar => bar.value");

    /// <summary>The texts of a column of results.</summary>
    internal Task<string[]> ColumnAsync(int column) =>
        Rows.EvaluateAllAsync<string[]>("(rows, column) => rows.map(row => row.children[column].textContent)", column);

    /// <summary>The text of a file that a button has the browser keep.</summary>
    internal async Task<string> SavedAsync(string button)
    {
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        return await reader.ReadToEndAsync();
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Note(IConsoleMessage message)
    {
        if (message.Type is "error" or "warning") _complaints.Enqueue($"{message.Text} ({message.Location})");
    }
}
