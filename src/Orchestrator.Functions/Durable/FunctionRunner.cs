using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Orchestrator.Core.Durability;

namespace Orchestrator.Functions.Durable;

/// <summary>Runs what is registered in Core for the trigger that was called: the function's name is the registered name.</summary>
/// <param name="registry">Every flow and activity of the product.</param>
internal sealed class FunctionRunner(DurableRegistry registry)
{
    // Part of what the host tells with every activity; see the activity trigger's binding data.
    private const string InstanceId = "instanceId";

    /// <summary>Runs an orchestration.</summary>
    /// <param name="context">The orchestration.</param>
    /// <returns>Its result.</returns>
    /// <exception cref="FunctionFailedException">It failed.</exception>
    public async Task<JsonElement?> RunAsync(TaskOrchestrationContext context)
    {
        try
        {
            return JsonElements.Of(await registry.Orchestrations[context.Name.Name](new DurableFunctionsContext(context)));
        }
        catch (Exception error)
        {
            throw Failures.Wrap(error);
        }
    }

    /// <summary>Runs an activity.</summary>
    /// <param name="input">Its input.</param>
    /// <param name="context">The call.</param>
    /// <returns>Its result.</returns>
    /// <exception cref="FunctionFailedException">It failed.</exception>
    /// <exception cref="OperationCanceledException">The host stops; the orchestration tries again elsewhere.</exception>
    public Task<JsonElement?> RunAsync(JsonElement? input, FunctionContext context) => RunAsync(
        input,
        new ActivityRun((string)context.BindingContext.BindingData[InstanceId]!, context.FunctionDefinition.Name, DeliveryCount: 1),
        context.CancellationToken);

    /// <summary>Runs an activity.</summary>
    /// <param name="input">Its input.</param>
    /// <param name="run">The call; the runtime does not tell how often it was delivered.</param>
    /// <param name="stop">Cancelled when the host stops.</param>
    /// <returns>Its result.</returns>
    /// <exception cref="FunctionFailedException">It failed.</exception>
    /// <exception cref="OperationCanceledException">The host stops; the orchestration tries again elsewhere.</exception>
    public async Task<JsonElement?> RunAsync(JsonElement? input, ActivityRun run, CancellationToken stop)
    {
        var activity = registry.Activities[run.Name];
        try
        {
            var value = JsonElements.Text(input) is { } text ? JsonSerializer.Deserialize(text, activity.InputType, DurableJson.Options) : null;
            return JsonElements.Of(await activity.Body(run, value, stop));
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            throw Failures.Wrap(error);
        }
    }
}
