using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Durability;

namespace Orchestrator.Functions.Tests.Runtime;

/// <summary>
/// Stands in for the Functions host and the task hub: calls the app's own functions by their triggers, routes and names, each on
/// a new instance with its dependencies, over an engine in memory. What it cannot show is the real packages' behaviour.
/// </summary>
internal sealed class FakeFunctionsHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly FakeTaskClient _client;

    private FakeFunctionsHost(Action<IServiceCollection> configure, TimeProvider time, string defaultVersion)
    {
        Engine = new(Register(new DurableRegistry()), time, defaultVersion);
        _client = new(Engine);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting().AddLogging();
        configure(builder.Services);
        _app = builder.Build();
        foreach (var function in FunctionList.Http.Values)
            Map(function);
    }

    /// <summary>The task hub.</summary>
    public InMemoryOrchestrationHost Engine { get; }

    public IServiceProvider Services => _app.Services;

    public HttpClient CreateClient() => _app.GetTestClient();

    /// <summary>Starts the app with its services.</summary>
    public static async Task<FakeFunctionsHost> StartAsync(Action<IServiceCollection> configure, TimeProvider? time = null, string defaultVersion = "")
    {
        var host = new FakeFunctionsHost(configure, time ?? TimeProvider.System, defaultVersion);
        await host._app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private DurableRegistry Register(DurableRegistry registry)
    {
        foreach (var (name, function) in FunctionList.Orchestrations)
            registry.AddOrchestration(name, context => CallAsync<JsonElement?>(function, new FakeOrchestrationContext(context)));
        foreach (var (name, function) in FunctionList.Activities)
        {
            registry.AddActivity<JsonElement?, JsonElement?>(
                name, (run, input, stop) => CallAsync<JsonElement?>(function, input, FakeFunctionContext.Of(run, stop)));
        }

        return registry;
    }

    private void Map(MethodInfo function)
    {
        var trigger = FunctionList.TriggerOf(function);
        _app.MapMethods(trigger.Route!, trigger.Methods!, async (HttpRequest request) => await CallAsync<IResult>(function, request, (DurableTaskClient)_client));
    }

    private Task<T> CallAsync<T>(MethodInfo function, params object?[] arguments) =>
        (Task<T>)function.Invoke(function.IsStatic ? null : ActivatorUtilities.CreateInstance(Services, function.DeclaringType!), arguments)!;
}
