using System.Reflection;
using System.Text.Json;
using Microsoft.DurableTask.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Contracts.Data;
using Orchestrator.Contracts.Durability;
using Orchestrator.Contracts.Ledger;
using Orchestrator.Core.Durability;
using Orchestrator.Functions.Durable;

namespace Orchestrator.Conformance;

/// <summary>
/// The real Durable Task runtime in this process, with its replays, under the adapters of the Functions app:
/// <c>dotnet run --project tests/Orchestrator.Conformance -- durable-task</c>.
/// </summary>
public sealed class DurableTaskTarget : Target
{
    // What the scheduler's service has and the runtime's host for tests has not.
    private static readonly Dictionary<string, string> NotInThisProcess = new()
    {
        [nameof(History_OfAFlow_TellsWhatHappened)] = "this runtime's host tells no history",
        [nameof(ContinueAsNew_WithInput_StartsANewHistory)] = "this runtime's host tells no history",
        [nameof(Purge_SetOfInstances_RemovesThoseThatHaveEnded)] = "this runtime's host purges no set of instances",
    };

    private DurableTaskTestHost? _host;

    protected override bool TellsParents => false;

    public override string? WhyNot(MethodInfo promise) =>
        promise.GetCustomAttribute<MovesTimeAttribute>() is not null ? "the runtime's clock cannot be moved"
        : promise.GetCustomAttribute<BeyondDurableTaskAttribute>() is { } beyond ? $"Durable Task does not promise it: {beyond.Instead}"
        : NotInThisProcess.GetValueOrDefault(promise.Name) is { } lacking ? lacking
        : promise.GetCustomAttribute<HostSettingAttribute>() is { } setting ? $"the host that would set it, {setting.Where}, is not part of this runtime"
        : null;

    public override async ValueTask DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override async Task<IOrchestrationClient> StartHostAsync(DurableRegistry registry, TimeProvider time, string defaultVersion)
    {
        var calls = new LongCalls(new InMemoryLedger(), new(), TimeProvider.System, new Lifetime(), NullLogger<LongCalls>.Instance);
        var runner = new FunctionRunner(registry, calls, new TestSecrets(), NullLogger<FunctionRunner>.Instance);
        _host = await RuntimeHost.StartAsync(tasks =>
        {
            foreach (var name in registry.Orchestrations.Keys)
                tasks.AddOrchestratorFunc<JsonElement?, JsonElement?>(name, (context, _) => runner.RunAsync(context));
            foreach (var name in registry.Activities.Keys)
                tasks.AddActivityFunc<JsonElement?, JsonElement?>(name, (context, input) => runner.RunAsync(input, context.InstanceId, name));
        });
        return new DurableFunctionsClient(new() { Client = _host.Client }, registry);
    }
}
