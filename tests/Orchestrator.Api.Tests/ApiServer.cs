using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orchestrator.Api.Security;
using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Durability;

namespace Orchestrator.Api.Tests;

/// <summary>The API over the engine in memory, with a key for each role.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orchestrator-api-");

    private ApiServer(DurableRegistry registry, Action<IServiceCollection>? configure, Action<ApiOptions>? options)
    {
        Keys = new(Path.Combine(_folder.FullName, "keys.json"));
        KeyOf = Roles.All.ToDictionary(role => role, role => Keys.Add(role, [role]));
        Engine = new(registry);
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(Logs);
        builder.Services.AddSingleton<IOrchestrationClient>(Engine);
        builder.Services.AddOrchestratorApi(api =>
        {
            api.KeyFilePath = Keys.Path;
            options?.Invoke(api);
        });
        configure?.Invoke(builder.Services);
        _app = builder.Build();
        _app.MapOrchestratorApi();
        _app.MapGet("/test/broken", (Func<string>)(() => throw new InvalidOperationException("password=hunter2")));
    }

    public InMemoryOrchestrationHost Engine { get; }

    public KeyFile Keys { get; }

    public IReadOnlyDictionary<string, string> KeyOf { get; }

    public LogRecorder Logs { get; } = new();

    public IServiceProvider Services => _app.Services;

    public static async Task<ApiServer> StartAsync(
        DurableRegistry? registry = null, Action<IServiceCollection>? configure = null, Action<ApiOptions>? options = null)
    {
        var server = new ApiServer(registry ?? SampleOrchestrations.Create(), configure, options);
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

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
