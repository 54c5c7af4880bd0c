using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Api.Security;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.World;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Api.Tests;

/// <summary>The API over a world, a ledger and an engine in memory, with a key for each role.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    public static readonly Caller Starter = new("operator", [Roles.Operator]);

    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-api-");
    private readonly MigrationDrill _drill = new();

    private ApiServer(Action<IServiceCollection>? configure, Action<ApiOptions>? options)
    {
        Keys = new(Path.Combine(_folder.FullName, "keys.json"));
        KeyOf = Roles.All.ToDictionary(role => role, role => Keys.Add(role, [role]));
        Engine = new(new DurableRegistry().AddMigrations(_drill.Services).AddSamples());
        Migrations = new(Engine, _drill.Ledger, Progress, TimeProvider.System) { Retry = (new() { MaxAttempts = 1 }, new() { MaxAttempts = 1 }) };
        _app = Build(configure, options);
    }

    public InMemoryOrchestrationHost Engine { get; }

    public MigrationService Migrations { get; }

    public ProgressBoard Progress { get; } = new();

    public StepFaults Faults => _drill.Faults;

    public KeyFile Keys { get; }

    public IReadOnlyDictionary<string, string> KeyOf { get; }

    public LogRecorder Logs { get; } = new();

    public IServiceProvider Services => _app.Services;

    public static async Task<ApiServer> StartAsync(Action<IServiceCollection>? configure = null, Action<ApiOptions>? options = null)
    {
        var server = new ApiServer(configure, options);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>A client that brings the key of a role, or none.</summary>
    public HttpClient ClientOf(string? role = Roles.Admin)
    {
        var client = _app.GetTestClient();
        client.Timeout = TimeSpan.FromSeconds(30);
        if (role is not null)
            client.DefaultRequestHeaders.Add("x-functions-key", KeyOf[role]);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    /// <summary>Starts a migration of the fake workload and lets it run until it waits or has ended.</summary>
    public async Task<string> StartMigrationAsync(MigrationPlan? plan = null)
    {
        var started = await Migrations.StartAsync(new(plan ?? FakeWorld.Plan()), Starter);
        await Engine.WhenIdleAsync();
        return started.Id;
    }

    public async Task<MigrationState> StateOfAsync(string id)
    {
        await Engine.WhenIdleAsync();
        return (await Migrations.FindAsync(id))!.State;
    }

    /// <summary>What was started: the ids of all migrations.</summary>
    public async Task<IReadOnlyList<string>> MigrationIdsAsync() => [.. (await Migrations.ListAsync(new())).Migrations.Select(migration => migration.Id)];

    /// <summary>Stops the server as a shutdown does, with its viewers still connected.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private WebApplication Build(Action<IServiceCollection>? configure, Action<ApiOptions>? options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting();
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Services.AddSingleton<IOrchestrationClient>(Engine);
        builder.Services.AddSingleton(Migrations);
        builder.Services.AddSingleton(_drill.World.Adapters);
        builder.Services.AddSingleton<IMigrationLedger>(_drill.Ledger);
        builder.Services.AddSingleton<IProgressBoard>(Progress);
        builder.Services.AddSingleton(_drill.Services);
        builder.Services.AddOrchestratorApi(api =>
        {
            api.KeyFilePath = Keys.Path;
            options?.Invoke(api);
        }).AddApiMiddlewareFirst();
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapOrchestratorApi().MapDurableApi();
        app.MapGet("/test/broken", (Func<string>)(() => throw new InvalidOperationException("password=hunter2")));
        return app;
    }
}
