using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Core.Activities;
using Orchestrator.Functions.Durable;

namespace Orchestrator.Functions.Triggers;

/// <summary>What migrations do besides their steps.</summary>
/// <param name="runner">Runs what Core registers under the function's name.</param>
internal sealed class Housekeeping(FunctionRunner runner)
{
    [Function(nameof(SendNotification))]
    public Task<JsonElement?> SendNotificationAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(ReadRequests))]
    public Task<JsonElement?> ReadRequestsAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(CloseMigration))]
    public Task<JsonElement?> CloseMigrationAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(PrepareFallback))]
    public Task<JsonElement?> PrepareFallbackAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(ObserveSync))]
    public Task<JsonElement?> ObserveSyncAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(CheckWayBack))]
    public Task<JsonElement?> CheckWayBackAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);
}
