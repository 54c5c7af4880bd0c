using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Core.Durability;

namespace Orchestrator.Functions.Tests.Runtime;

/// <summary>The runtime's context over an engine of ours: what a real orchestration function is given, with the runtime's own types and errors.</summary>
internal sealed class FakeOrchestrationContext(IOrchestrationContext engine) : TaskOrchestrationContext
{
    public override TaskName Name => engine.Name;

    public override string InstanceId => engine.InstanceId;

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => engine.CurrentUtc.UtcDateTime;

    public override bool IsReplaying => engine.IsReplaying;

    public override string Version => engine.Version;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override T? GetInput<T>()
        where T : default => engine.GetInput<T>();

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        AsRuntime(engine.CallActivityAsync<TResult>(name, input));

    // The runtime gives children the host's default version unless told otherwise; the engine below passes the parent's on.
    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var child = (SubOrchestrationOptions)options!;
        Xunit.Assert.Equal(engine.Version, child.Version!.Value.Version);
        return AsRuntime(engine.CallSubOrchestrationAsync<TResult>(orchestratorName, input, child.InstanceId));
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        Xunit.Assert.Equal(DateTimeKind.Utc, fireAt.Kind);
        return engine.CreateTimer(new(fireAt), cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        engine.WaitForExternalEvent<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object payload) =>
        engine.SendEvent(instanceId, eventName, payload is JsonElement { ValueKind: JsonValueKind.Null } ? null : payload);

    public override void SetCustomStatus(object? customStatus) => engine.SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => engine.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override Guid NewGuid() => engine.NewGuid();

    private static async Task<TResult> AsRuntime<TResult>(Task<TResult> call)
    {
        try
        {
            return await call;
        }
        catch (Core.Durability.TaskFailedException failed)
        {
            throw new Microsoft.DurableTask.TaskFailedException(
                failed.TaskName, 0, new TaskFailureDetails(failed.Failure.ErrorType, failed.Failure.Message, null, null, null));
        }
    }
}
