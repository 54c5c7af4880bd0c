using Orchestrator.Benchmarks.Dashboard;
using Orchestrator.Dashboard.Tests.Browsing;

namespace Orchestrator.Dashboard.Tests.Hosting;

/// <summary>One browser and one server for most tests; each brings workloads of its own.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    private Chromium? _chromium;
    private BrowserWindows? _windows;
    private DashboardServer? _server;

    internal BrowserWindows Windows => _windows!;

    internal DashboardServer Server => _server!;

    public async Task InitializeAsync()
    {
        Microsoft.Playwright.Assertions.SetDefaultExpectTimeout((float)Visitor.Patience.TotalMilliseconds);
        _server = await DashboardServer.StartAsync();
        _chromium = await Chromium.StartAsync("--process-per-site");
        _windows = BrowserWindows.Of(_chromium.Browser);
    }

    public async Task DisposeAsync()
    {
        if (_windows is not null)
            await _windows.DisposeAsync();
        if (_chromium is not null)
            await _chromium.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    /// <summary>Opens a page as somebody, signed in.</summary>
    internal Task<Visitor> VisitAsync(string person, string path, VisitOptions? options = null) => VisitAsync(Server, person, path, options);

    /// <summary>Opens a page of another server as somebody, signed in.</summary>
    internal async Task<Visitor> VisitAsync(DashboardServer server, string person, string path, VisitOptions? options = null)
    {
        var visitor = await ComeAsync(server, path, options);
        await visitor.SignInAsync(server.KeyOf[person]);
        return visitor;
    }

    /// <summary>Opens a page and does not sign in.</summary>
    internal Task<Visitor> ComeAsync(DashboardServer server, string path, VisitOptions? options = null) =>
        Visitor.ComeAsync(Windows, server.Url, path, options ?? new());
}
