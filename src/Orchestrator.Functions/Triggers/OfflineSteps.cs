using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Orchestrator.Core.Migrations;
using Orchestrator.Functions.Durable;

namespace Orchestrator.Functions.Triggers;

/// <summary>The steps that every migration can have, and their undos.</summary>
/// <param name="runner">Runs what Core registers under the function's name.</param>
internal sealed class OfflineSteps(FunctionRunner runner)
{
    [Function(nameof(Steps.NotifyStakeholders))]
    public Task<JsonElement?> NotifyStakeholdersAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.CheckReadiness))]
    public Task<JsonElement?> CheckReadinessAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.HoldTraffic))]
    public Task<JsonElement?> HoldTrafficAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ReleaseTraffic))]
    public Task<JsonElement?> ReleaseTrafficAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.StopSource))]
    public Task<JsonElement?> StopSourceAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.StartSource))]
    public Task<JsonElement?> StartSourceAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.BackUpSource))]
    public Task<JsonElement?> BackUpSourceAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ProvisionTarget))]
    public Task<JsonElement?> ProvisionTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.RemoveTarget))]
    public Task<JsonElement?> RemoveTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.TransferBackup))]
    public Task<JsonElement?> TransferBackupAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.RestoreTarget))]
    public Task<JsonElement?> RestoreTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ValidateTarget))]
    public Task<JsonElement?> ValidateTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.StartTarget))]
    public Task<JsonElement?> StartTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.StopTarget))]
    public Task<JsonElement?> StopTargetAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.RunChecks))]
    public Task<JsonElement?> RunChecksAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.RedirectTraffic))]
    public Task<JsonElement?> RedirectTrafficAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.RedirectTrafficBack))]
    public Task<JsonElement?> RedirectTrafficBackAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);

    [Function(nameof(Steps.ConfirmTraffic))]
    public Task<JsonElement?> ConfirmTrafficAsync([ActivityTrigger] JsonElement? input, FunctionContext context) => runner.RunAsync(input, context);
}
