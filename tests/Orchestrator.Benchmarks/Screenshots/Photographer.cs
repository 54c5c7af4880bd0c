using Microsoft.Playwright;

namespace Orchestrator.Benchmarks.Screenshots;

/// <summary>Takes pictures of pages as somebody sees them.</summary>
internal sealed class Photographer(IBrowser browser, Uri home, string folder)
{
    /// <summary>Takes one.</summary>
    /// <param name="name">The file, without its ending.</param>
    /// <param name="key">Whose key it is.</param>
    /// <param name="path">The address of the page.</param>
    /// <param name="frame">How large, and in which colours.</param>
    /// <param name="look">What the photographer waits for; a little while when nothing.</param>
    public async Task TakeAsync(string name, string key, string path, Frame frame, Func<IPage, Task>? look = null)
    {
        await using var context = await browser.NewContextAsync(new()
        {
            BaseURL = home.AbsoluteUri,
            ViewportSize = new() { Width = frame.Width, Height = frame.Height },
            ColorScheme = frame.Scheme,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
        });
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        var field = page.GetByLabel("key");
        await field.FillAsync(key);
        await field.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
        if (look is not null)
            await look(page);
        await page.WaitForTimeoutAsync(500); // what fades in has done so
        var file = Path.Combine(folder, $"{name}.png");
        await page.ScreenshotAsync(new() { Path = file, Animations = ScreenshotAnimations.Disabled });
        Console.WriteLine($"  {file}: {new FileInfo(file).Length / 1000} kB");
    }
}
