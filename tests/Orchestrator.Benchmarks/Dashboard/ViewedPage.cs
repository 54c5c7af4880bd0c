using System.Text.Json;
using Microsoft.Playwright;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>The page of all migrations in a real browser, measured from inside.</summary>
internal sealed class ViewedPage(IPage page)
{
    private const int WheelPixels = 400;
    private static readonly TimeSpan WheelEvery = TimeSpan.FromMilliseconds(30);

    // Counts the frames that the browser really makes.
    private const string CountFrames = """
        () => {
          window.benchFrames = [];
          const tick = at => { window.benchFrames.push(at); requestAnimationFrame(tick); };
          requestAnimationFrame(tick);
        }
        """;

    // Sees a row change and reads when that change was made. The first sight of a row tells nothing.
    private const string WatchRows = """
        () => {
          window.benchLatencies = [];
          const seen = new Map();
          const look = row => {
            const stamp = /@(\d{13})/.exec(row.textContent);
            if (!stamp || seen.get(row.dataset.testid) === stamp[1]) return;
            if (seen.has(row.dataset.testid)) window.benchLatencies.push(Date.now() - Number(stamp[1]));
            seen.set(row.dataset.testid, stamp[1]);
          };
          const rowOf = node => (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-testid^=row-]");
          document.querySelectorAll("[data-testid^=row-]").forEach(look);
          new MutationObserver(changes => new Set(changes.map(change => rowOf(change.target))).forEach(row => row && look(row)))
            .observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
        }
        """;

    /// <summary>Signs in and waits for the whole list.</summary>
    public static async Task<ViewedPage> OpenAsync(IBrowser browser, ServerProcess server, int rows)
    {
        var page = await browser.NewPageAsync(new() { BaseURL = server.Url.AbsoluteUri, ViewportSize = new() { Width = 1440, Height = 900 } });
        await page.GotoAsync("/dashboard?sort=workload");
        var key = page.GetByLabel("key");
        await key.FillAsync(server.Key);
        await key.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Table).First).ToHaveAttributeAsync("aria-rowcount", $"{rows + 1}", new() { Timeout = 60_000 });
        return new(page);
    }

    /// <summary>Scrolls up and down through the list.</summary>
    /// <returns>The frames of each whole second.</returns>
    public async Task<IReadOnlyList<int>> ScrollAsync(TimeSpan length)
    {
        await page.Mouse.MoveAsync(700, 500);
        await page.EvaluateAsync(CountFrames);
        var (from, direction) = (TimeProvider.System.GetTimestamp(), 1);
        while (TimeProvider.System.GetElapsedTime(from) < length)
        {
            await page.Mouse.WheelAsync(0, direction * WheelPixels);
            await Task.Delay(WheelEvery);
            if (await page.EvaluateAsync<bool>("scrollY + innerHeight >= document.documentElement.scrollHeight - 1"))
                direction = -1;
        }

        var frames = await page.EvaluateAsync<double[]>("window.benchFrames");
        return [.. frames.GroupBy(at => (int)((at - frames[0]) / 1000)).OrderBy(second => second.Key).SkipLast(1).Select(second => second.Count())];
    }

    /// <summary>Looks at the first rows and does nothing.</summary>
    /// <returns>From each change to its row on the page, in milliseconds.</returns>
    public async Task<IReadOnlyList<double>> LookAsync(TimeSpan length)
    {
        await page.EvaluateAsync("scrollTo(0, 0)");
        await Task.Delay(TimeSpan.FromSeconds(1)); // rows come into view
        await page.EvaluateAsync(WatchRows);
        await Task.Delay(length);
        return await page.EvaluateAsync<double[]>("window.benchLatencies");
    }

    /// <summary>What the page holds and what its process does, in megabytes.</summary>
    public async Task<PageMemory> MeasureMemoryAsync(IBrowser browser)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("Performance.enable");
        var metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray();
        var heap = metrics.First(metric => metric.GetProperty("name").GetString() == "JSHeapUsedSize").GetProperty("value").GetDouble();
        await session.DetachAsync();
        return new(heap / 1e6, await LargestRendererAsync(browser));
    }

    // The page's process is the largest of the renderers; the others are spare.
    private static async Task<double> LargestRendererAsync(IBrowser browser)
    {
        var session = await browser.NewBrowserCDPSessionAsync();
        var processes = (await session.SendAsync("SystemInfo.getProcessInfo"))!.Value.GetProperty("processInfo").EnumerateArray();
        var sizes = processes.Where(process => process.GetProperty("type").GetString() == "renderer").Select(process => ResidentMegabytes(process.GetProperty("id").GetInt32()));
        var largest = sizes.DefaultIfEmpty().Max();
        await session.DetachAsync();
        return largest;
    }

    private static double ResidentMegabytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(each => each.StartsWith("VmRSS:", StringComparison.Ordinal));
        return JsonSerializer.Deserialize<double>(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]) * 1024 / 1e6;
    }
}
