using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Adapters.Local;
using Orchestrator.Adapters.Local.Workspace;
using Orchestrator.Api;
using Orchestrator.Api.Security;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Engine.Sqlite;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>
/// What <c>orchestrator serve</c> runs, in this process: the embedded engine, the ledger and the API over one folder, with
/// adapters or orchestrations of one's own. It can be stopped and started again on the same folder and port.
/// </summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EmbeddedHost(WebApplication app) => _app = app;

    public SqliteEngine Engine => _app.Services.GetRequiredService<SqliteEngine>();

    public MigrationService Migrations => _app.Services.GetRequiredService<MigrationService>();

    /// <summary>The keys of a folder, which exist before its host does.</summary>
    public static KeyFile KeysIn(string folder) => new(Path.Combine(folder, "keys.json"));

    /// <summary>Starts a host.</summary>
    /// <param name="folder">Where hub, ledger and keys are.</param>
    /// <param name="port">The loopback port.</param>
    /// <param name="configure">Registers what differs from the product; it wins.</param>
    public static async Task<EmbeddedHost> StartAsync(string folder, int port, Action<IServiceCollection> configure)
    {
        var host = new EmbeddedHost(Build(folder, port, configure));
        await host.Engine.StartAsync();
        await host._app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await Engine.StopAsync();
        await _app.DisposeAsync();
    }

    private static WebApplication Build(string folder, int port, Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        AddProduct(builder.Services, folder);
        configure(builder.Services);
        var app = builder.Build();
        app.MapOrchestratorApi().MapDurableApi();
        return app;
    }

    private static void AddProduct(IServiceCollection services, string folder)
    {
        services.AddLocalAdapters(local =>
        {
            local.StateFolder = Path.Combine(folder, "state");
            local.LedgerPath = Path.Combine(folder, "hub.ledger.db");
        });
        services.AddSingleton<IWorkspace>(new WorkFolders(Path.Combine(folder, "work")));
        services.AddMigrationServices((new() { MaxAttempts = 1 }, new() { MaxAttempts = 1 }));
        services.AddSingleton(provider => new SqliteEngine(
            new() { HubPath = Path.Combine(folder, "hub.db") }, provider.GetRequiredService<DurableRegistry>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IOrchestrationClient>(provider => provider.GetRequiredService<SqliteEngine>());
        services.AddOrchestratorApi(api => api.KeyFilePath = Path.Combine(folder, "keys.json")).AddApiMiddlewareFirst();
    }
}
