using System.Text.Json;
using Microsoft.DurableTask;
using Orchestrator.Core.Durability;

namespace Orchestrator.Functions.Durable;

/// <summary>What our flows ask of an engine, asked of Durable Functions.</summary>
/// <param name="context">The orchestration as the runtime knows it.</param>
internal sealed class DurableFunctionsContext(TaskOrchestrationContext context) : IOrchestrationContext
{
    private static readonly TimeSpan BetweenPolls = TimeSpan.FromSeconds(1);

    public string InstanceId => context.InstanceId;

    public string Name => context.Name.Name;

    public string Version => context.Version;

    public bool IsReplaying => context.IsReplaying;

    public DateTimeOffset CurrentUtc => new(DateTime.SpecifyKind(context.CurrentUtcDateTime, DateTimeKind.Utc));

    public T? GetInput<T>() => JsonElements.To<T>(context.GetInput<JsonElement?>());

    // An activity that outlasts its function call is asked for again; see LongCalls.
    public async Task<TResult> CallActivityAsync<TResult>(string name, object? input = null)
    {
        var call = new ActivityCall(context.NewGuid(), JsonElements.Of(input), IsPoll: false);
        while (true)
        {
            var answer = await AnswerAsync<ActivityAnswer>(context.CallActivityAsync<JsonElement?>(name, JsonElements.Of(call)));
            if (!answer.IsRunning)
                return JsonElements.To<TResult>(answer.Output)!;
            call = call with { IsPoll = true };
            await context.CreateTimer(context.CurrentUtcDateTime + BetweenPolls, CancellationToken.None);
        }
    }

    // The runtime gives a child the host's default version; a migration keeps the one that it began with.
    public Task<TResult> CallSubOrchestrationAsync<TResult>(string name, object? input = null, string? instanceId = null) =>
        AnswerAsync<TResult>(context.CallSubOrchestratorAsync<JsonElement?>(
            name, JsonElements.Of(input), new SubOrchestrationOptions(instanceId: instanceId) { Version = new TaskVersion(Version) }));

    public Task CreateTimer(DateTimeOffset fireAt, CancellationToken cancellation = default) => context.CreateTimer(fireAt.UtcDateTime, cancellation);

    public async Task<T> WaitForExternalEvent<T>(string name, CancellationToken cancellation = default) =>
        JsonElements.To<T>(await context.WaitForExternalEvent<JsonElement?>(name, cancellation))!;

    public void SendEvent(string instanceId, string name, object? payload = null) =>
        context.SendEvent(instanceId, name, JsonElements.Of(payload) ?? JsonElements.Null);

    public void SetCustomStatus(object? status)
    {
        CustomStatus.Write(status); // the same limit as in the other host, and the same error
        context.SetCustomStatus(JsonElements.Of(status));
    }

    public void ContinueAsNew(object? input, bool keepUnprocessedEvents = true) => context.ContinueAsNew(JsonElements.Of(input), keepUnprocessedEvents);

    public Guid NewGuid() => context.NewGuid();

    private static async Task<TResult> AnswerAsync<TResult>(Task<JsonElement?> call)
    {
        try
        {
            return JsonElements.To<TResult>(await call)!;
        }
        catch (Microsoft.DurableTask.TaskFailedException failed)
        {
            throw Failures.Translate(failed);
        }
    }
}
