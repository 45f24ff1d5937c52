using Microsoft.Playwright;
using OpportunityScan.Redis.Tests.Servers;

namespace ScanWeb.Tests.Page;

/// <summary>A headless Chromium, as the system has it; nothing is downloaded. Shared by the tests of the page.</summary>
public sealed class Chromium : IAsyncLifetime
{
    internal const string Collection = "Page";
    private static readonly string[] Programs = ["chromium", "chromium-browser", "google-chrome"];
    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where it is; <c>null</c> when it is not.</summary>
    private static string? Executable { get; } =
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from program in Programs
         let path = Path.Combine(folder, program)
         where File.Exists(path)
         select path).FirstOrDefault();

    /// <summary>Opens a browser window with nothing in it. Skips the test where there is no browser.</summary>
    internal async Task<IBrowserContext> OpenAsync(ColorScheme colours = ColorScheme.Light, int width = 1280, int height = 900)
    {
        if (_browser is null) throw new SkipTestException($"None of {string.Join(", ", Programs)} is on the PATH.");
        return await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ReducedMotion = ReducedMotion.NoPreference,
            TimezoneId = "Europe/Berlin",
        });
    }

    public async Task InitializeAsync()
    {
        if (Executable is null) return;
        _playwright = await Playwright.CreateAsync();
        // Every launch has a new, empty profile.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Executable, Headless = true, Args = Flags });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Chromium.Collection)]
public sealed class PageTests : ICollectionFixture<Chromium>;
