using Orchestrator.Contracts.Durability;
using Orchestrator.Core.Durability;
using Orchestrator.Functions.Durable;
using Orchestrator.Functions.Tests.Runtime;

namespace Orchestrator.Functions.Tests.Durable;

/// <summary>Every promise of a host, kept by the adapters: each call goes through the runtime's types and back.</summary>
public sealed class DurableFunctionsContractTests : OrchestrationContract
{
    protected override bool TellsParents => false; // the runtime's client does not

    protected override Task<IOrchestrationClient> StartHostAsync(DurableRegistry registry, TimeProvider time, string defaultVersion)
    {
        var engine = new InMemoryOrchestrationHost(Wrap(registry), time, defaultVersion);
        return Task.FromResult<IOrchestrationClient>(new DurableFunctionsClient(new() { Client = new FakeTaskClient(engine) }, registry));
    }

    private static DurableRegistry Wrap(DurableRegistry registry)
    {
        var (runner, wrapped) = (FakeRunner.Of(registry), new DurableRegistry());
        foreach (var name in registry.Orchestrations.Keys)
            wrapped.AddOrchestration(name, context => runner.RunAsync(new FakeOrchestrationContext(context)));
        foreach (var name in registry.Activities.Keys)
            wrapped.AddActivity<System.Text.Json.JsonElement?, System.Text.Json.JsonElement?>(name, (run, input, stop) => runner.RunAsync(input, FakeFunctionContext.Of(run, stop)));
        return wrapped;
    }
}
