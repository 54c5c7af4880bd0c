using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Core.Migrations;
using Orchestrator.Functions.Durable;

namespace Orchestrator.Functions.Triggers;

/// <summary>The flows, under the names that the Durable Task dashboard shows.</summary>
/// <param name="runner">Runs what Core registers under the function's name.</param>
internal sealed class Orchestrations(FunctionRunner runner)
{
    [Function(OfflineMigration.Name)]
    public Task<JsonElement?> OfflineMigrationAsync([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunAsync(context);

    [Function(OnlineMigration.Name)]
    public Task<JsonElement?> OnlineMigrationAsync([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunAsync(context);

    [Function(MaintainSync.Name)]
    public Task<JsonElement?> MaintainSyncAsync([OrchestrationTrigger] TaskOrchestrationContext context) => runner.RunAsync(context);
}
