using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Orchestrator.Core.Durability;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>
/// The page of all migrations while many of them change and many people look. Options: <c>--rows N</c>, <c>--rate N</c> changes
/// a second, <c>--viewers N</c>, <c>--seconds N</c> for each measurement, <c>--seed N</c>, <c>--json</c>. Exit code 1 when a bound is missed.
/// </summary>
internal static class DashboardBenchmark
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(string[] args)
    {
        var options = LoadOptions.Parse(args);
        if (args is [LoadServer.Verb, var folder, var port, ..])
            return await LoadServer.RunAsync(folder, int.Parse(port, CultureInfo.InvariantCulture), options);
        await using var server = await ServerProcess.StartAsync(options);
        await using var chromium = await Chromium.StartAsync();
        var result = await MeasureAsync(options, server, chromium.Browser);
        Console.WriteLine(options.IsJson ? DurableJson.Write(result) : result.ToText());
        return result.IsWithinBounds ? 0 : 1;
    }

    private static async Task<DashboardResult> MeasureAsync(LoadOptions options, ServerProcess server, IBrowser browser)
    {
        var empty = new ViewedPage(await browser.NewPageAsync());
        var (floorFrames, floorMemory) = (await empty.ScrollAsync(Settle), await empty.MeasureMemoryAsync(browser));
        await Task.Delay(Settle); // the load has begun everywhere
        var alone = await server.MeasureCoresAsync(options.Length);

        var viewers = Enumerable.Range(0, options.Viewers).Select(index => new StreamViewer(measures: index == 0)).ToList();
        viewers.ForEach(viewer => viewer.Start(server));
        var page = await ViewedPage.OpenAsync(browser, server, options.Rows);
        await Task.Delay(Settle); // the whole list has been sent to everybody
        var (cpu, clock, rows) = (server.CpuTime(), Stopwatch.GetTimestamp(), viewers[0].Rows);
        var frames = await page.ScrollAsync(options.Length);
        viewers[0].Forget();
        var latencies = await page.LookAsync(options.Length);
        var (watched, elapsed) = ((server.CpuTime() - cpu) / Stopwatch.GetElapsedTime(clock), Stopwatch.GetElapsedTime(clock));
        var result = new DashboardResult
        {
            Load = options,
            Browser = browser.Version,
            ChangesPerSecond = (viewers[0].Rows - rows) / elapsed.TotalSeconds,
            Frames = frames,
            FloorFrames = floorFrames,
            Memory = await page.MeasureMemoryAsync(browser),
            FloorMemory = floorMemory,
            PageMilliseconds = latencies,
            WireMilliseconds = viewers[0].Milliseconds,
            CoresAlone = alone,
            CoresWatched = watched,
        };
        foreach (var viewer in viewers)
            await viewer.DisposeAsync();
        return result;
    }
}
