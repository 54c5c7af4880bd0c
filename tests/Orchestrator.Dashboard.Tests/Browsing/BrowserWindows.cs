using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Orchestrator.Dashboard.Tests.Browsing;

/// <summary>
/// The windows of a browser, one for each server and time zone. A window costs a second or more, a tab in it next to nothing,
/// and tabs share no key: that is kept for a tab alone.
/// </summary>
internal sealed class BrowserWindows : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(Uri Home, string TimeZone), Lazy<Task<IBrowserContext>>> _windows = new();

    private readonly IBrowser _browser;

    private BrowserWindows(IBrowser browser) => _browser = browser;

    /// <summary>The windows of a browser; none so far.</summary>
    public static BrowserWindows Of(IBrowser browser) => new(browser);

    /// <summary>Opens a tab that shows nothing yet.</summary>
    public async Task<IPage> OpenTabAsync(Uri home, VisitOptions options)
    {
        var window = await _windows.GetOrAdd((home, options.TimeZone), _ => new(() => OpenAsync(home, options.TimeZone))).Value;
        var tab = await window.NewPageAsync();
        await tab.SetViewportSizeAsync(options.Width, options.Height);
        await tab.EmulateMediaAsync(new() { ColorScheme = options.Scheme });
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var window in _windows.Values)
            await (await window.Value).CloseAsync();
    }

    private async Task<IBrowserContext> OpenAsync(Uri home, string timeZone)
    {
        var window = await _browser.NewContextAsync(new() { BaseURL = home.AbsoluteUri, TimezoneId = timeZone, Locale = "en-GB" });
        window.SetDefaultTimeout((float)Visitor.Patience.TotalMilliseconds);
        await window.NewPageAsync(); // stays, so that the window does
        return window;
    }
}
