using Microsoft.Playwright;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>The distribution's Chromium. It asks nothing but what its pages ask.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>The environment variable that names another one.</summary>
    private const string PathVariable = "ORCHESTRATOR_CHROMIUM";

    private readonly IPlaywright _playwright;

    private Chromium(IPlaywright playwright, IBrowser browser) => (_playwright, Browser) = (playwright, browser);

    public IBrowser Browser { get; }

    /// <summary>Starts it.</summary>
    /// <param name="more">More switches.</param>
    public static async Task<Chromium> StartAsync(params string[] more)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable(PathVariable) ?? "/usr/bin/chromium",
            // Its sandbox needs user namespaces, which root and containers do not have; what it shows is ours.
            ChromiumSandbox = false,
            Args =
            [
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                .. more,
            ],
        });
        return new(playwright, browser);
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
    }
}
