using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Orchestrator.Core.Durability;
using Orchestrator.Core.Ports;

namespace Orchestrator.Functions.Durable;

/// <summary>Runs what is registered in Core for the trigger that was called: the function's name is the registered name.</summary>
/// <param name="registry">Every flow and activity of the product.</param>
/// <param name="calls">Lets activities outlast their function calls.</param>
/// <param name="secrets">Keeps secrets out of errors.</param>
/// <param name="logger">Takes logs.</param>
internal sealed class FunctionRunner(DurableRegistry registry, LongCalls calls, ISecrets secrets, ILogger<FunctionRunner> logger)
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

    /// <summary>Runs an activity, or waits for it.</summary>
    /// <param name="input">An <see cref="ActivityCall"/>.</param>
    /// <param name="context">The function call.</param>
    /// <returns>An <see cref="ActivityAnswer"/>.</returns>
    /// <exception cref="FunctionFailedException">It failed.</exception>
    public Task<JsonElement?> RunAsync(JsonElement? input, FunctionContext context) =>
        RunAsync(input, (string)context.BindingContext.BindingData[InstanceId]!, context.FunctionDefinition.Name);

    /// <summary>Runs an activity, or waits for it.</summary>
    /// <param name="input">An <see cref="ActivityCall"/>.</param>
    /// <param name="instanceId">The orchestration that asks.</param>
    /// <param name="name">The activity.</param>
    /// <returns>An <see cref="ActivityAnswer"/>.</returns>
    /// <exception cref="FunctionFailedException">It failed.</exception>
    public async Task<JsonElement?> RunAsync(JsonElement? input, string instanceId, string name)
    {
        var call = JsonElements.To<ActivityCall>(input)!;
        var run = new ActivityRun(instanceId, name, DeliveryCount: 1); // the runtime does not tell how often
        return JsonElements.Of(await calls.RunAsync(call, instanceId, stop => RunAsync(run, call.Input, stop)));
    }

    private async Task<JsonElement?> RunAsync(ActivityRun run, JsonElement? input, CancellationToken stop)
    {
        var activity = registry.Activities[run.Name];
        try
        {
            var value = JsonElements.Text(input) is { } text ? JsonSerializer.Deserialize(text, activity.InputType, DurableJson.Options) : null;
            return JsonElements.Of(await activity.Body(run, value, stop));
        }
        catch (Exception error) when (!stop.IsCancellationRequested)
        {
            Log.FunctionFailed(logger, run.Name, run.InstanceId, secrets.Redact(error.ToString()));
            throw Failures.Wrap(error, secrets);
        }
    }
}
