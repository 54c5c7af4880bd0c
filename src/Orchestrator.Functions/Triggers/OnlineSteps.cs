using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Core.Migrations;
using Orchestrator.Functions.Durable;

namespace Orchestrator.Functions.Triggers;

/// <summary>The steps that only online migrations have, and their undos.</summary>
/// <param name="runner">Runs what Core registers under the function's name.</param>
internal sealed class OnlineSteps(FunctionRunner runner)
{
    [Function(nameof(Steps.ConfigureSync))]
    public Task<JsonElement?> ConfigureSyncAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.RemoveSync))]
    public Task<JsonElement?> RemoveSyncAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.CopyBaseline))]
    public Task<JsonElement?> CopyBaselineAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.WarmTarget))]
    public Task<JsonElement?> WarmTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.PrepareFreeze))]
    public Task<JsonElement?> PrepareFreezeAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.FreezeSource))]
    public Task<JsonElement?> FreezeSourceAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ThawSource))]
    public Task<JsonElement?> ThawSourceAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ProveFreeze))]
    public Task<JsonElement?> ProveFreezeAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.FinishSync))]
    public Task<JsonElement?> FinishSyncAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ValidateChanges))]
    public Task<JsonElement?> ValidateChangesAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ArmReverseSync))]
    public Task<JsonElement?> ArmReverseSyncAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.DisarmReverseSync))]
    public Task<JsonElement?> DisarmReverseSyncAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.OpenTarget))]
    public Task<JsonElement?> OpenTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.FreezeTarget))]
    public Task<JsonElement?> FreezeTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.RetireSource))]
    public Task<JsonElement?> RetireSourceAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.WarmSource))]
    public Task<JsonElement?> WarmSourceAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.PrepareWayBack))]
    public Task<JsonElement?> PrepareWayBackAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.HoldTarget))]
    public Task<JsonElement?> HoldTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ReleaseTarget))]
    public Task<JsonElement?> ReleaseTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ProveTargetFreeze))]
    public Task<JsonElement?> ProveTargetFreezeAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.DrainReverseSync))]
    public Task<JsonElement?> DrainReverseSyncAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ValidateSource))]
    public Task<JsonElement?> ValidateSourceAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);
}
