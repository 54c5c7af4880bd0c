using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Conformance;
using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Durability;

namespace Orchestrator.Functions.Tests.Runtime;

/// <summary>
/// Stands in for the Functions host: calls the app's own functions by their triggers, routes and names, each on a new instance
/// with its dependencies, over a task hub: an engine of ours in memory, or the Durable Task runtime itself.
/// </summary>
internal sealed class FakeFunctionsHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private DurableTaskClient? _client;
    private DurableTaskTestHost? _runtime;

    private FakeFunctionsHost(Action<IServiceCollection> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseTestServer();
        builder.Services.AddRouting().AddLogging();
        configure(builder.Services);
        _app = builder.Build();
        foreach (var function in FunctionList.Http.Values)
            Map(function);
    }

    public IServiceProvider Services => _app.Services;

    public HttpClient CreateClient() => _app.GetTestClient();

    /// <summary>Starts the app with its services, over an engine in memory.</summary>
    public static async Task<FakeFunctionsHost> StartAsync(Action<IServiceCollection> configure)
    {
        var host = new FakeFunctionsHost(configure);
        host._client = new FakeTaskClient(new InMemoryOrchestrationHost(host.Register(new DurableRegistry()), TimeProvider.System, ""));
        await host._app.StartAsync();
        return host;
    }

    /// <summary>Starts the app with its services, over the Durable Task runtime.</summary>
    public static async Task<FakeFunctionsHost> StartOnRuntimeAsync(Action<IServiceCollection> configure)
    {
        var host = new FakeFunctionsHost(configure);
        host._runtime = await RuntimeHost.StartAsync(host.Register);
        host._client = host._runtime.Client;
        await host._app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        if (_runtime is not null)
            await _runtime.DisposeAsync();
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

    private void Register(DurableTaskRegistry tasks)
    {
        foreach (var (name, function) in FunctionList.Orchestrations)
            tasks.AddOrchestratorFunc<JsonElement?, JsonElement?>(name, (context, _) => CallAsync<JsonElement?>(function, context));
        foreach (var (name, function) in FunctionList.Activities)
        {
            tasks.AddActivityFunc<JsonElement?, JsonElement?>(
                name, (context, input) => CallAsync<JsonElement?>(function, input, FakeFunctionContext.Of(name, context.InstanceId)));
        }
    }

    private void Map(MethodInfo function)
    {
        var trigger = FunctionList.TriggerOf(function);
        // The worker's own host knows no rights: it lets everybody through to the function.
        _app.MapMethods(trigger.Route!, trigger.Methods!, async (HttpRequest request) => await CallAsync<IResult>(function, request, _client)).AllowAnonymous();
    }

    private Task<T> CallAsync<T>(MethodInfo function, params object?[] arguments) =>
        (Task<T>)function.Invoke(function.IsStatic ? null : ActivatorUtilities.CreateInstance(Services, function.DeclaringType!), arguments)!;
}
