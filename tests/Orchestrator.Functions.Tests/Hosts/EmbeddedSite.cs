using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Api;
using Orchestrator.Api.Security;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;
using Orchestrator.Engine.Sqlite;

namespace Orchestrator.Functions.Tests.Hosts;

/// <summary>The embedded host: the real engine on a hub file, in a world in memory.</summary>
internal sealed class EmbeddedSite : ISite
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-");
    private readonly WebApplication _app;
    private readonly SqliteEngine _engine;
    private readonly KeyFile _keys;
    private readonly Dictionary<string, string> _keyOf = [];

    private EmbeddedSite()
    {
        _keys = new(Path.Combine(_folder.FullName, "keys.json"));
        _engine = new(new() { HubPath = Path.Combine(_folder.FullName, "hub.db"), DefaultVersion = "" }, new DurableRegistry().AddMigrations(Drill.LiveServices));
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting().AddLogging();
        builder.Services.AddMigrationServices().AddSingleton(Drill.World.Adapters).AddSingleton<IMigrationLedger>(Drill.Ledger)
            .AddSingleton<IProgressBoard>(new NoProgress()).AddSingleton(Drill.LiveServices).AddSingleton<IOrchestrationClient>(_engine);
        builder.Services.AddOrchestratorApi(api => api.KeyFilePath = _keys.Path).AddApiMiddlewareFirst();
        _app = builder.Build();
        _app.MapOrchestratorApi().MapDurableApi();
    }

    public MigrationDrill Drill { get; } = new();

    public static async Task<EmbeddedSite> StartAsync()
    {
        var site = new EmbeddedSite();
        await site._engine.StartAsync();
        await site._app.StartAsync();
        return site;
    }

    public HttpClient ClientOf(string? name, string? role = null)
    {
        var client = _app.GetTestClient();
        if (name is null)
            return client;
        if (!_keyOf.TryGetValue(name, out var key))
            _keyOf.Add(name, key = _keys.Add(name, [role!]));
        client.DefaultRequestHeaders.Add("x-functions-key", key);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _engine.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
