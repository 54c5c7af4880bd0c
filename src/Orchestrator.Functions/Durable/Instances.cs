using Microsoft.DurableTask.Client;
using Orchestrator.Core.Durability;

namespace Orchestrator.Functions.Durable;

/// <summary>Instances as the runtime tells of them, and as we do.</summary>
internal static class Instances
{
    /// <summary>Translates one.</summary>
    public static OrchestrationInstance From(OrchestrationMetadata found) =>
        new(found.InstanceId, found.Name, StateOf(found.RuntimeStatus), found.CreatedAt, found.LastUpdatedAt)
        {
            InputJson = found.SerializedInput,
            OutputJson = found.SerializedOutput,
            CustomStatusJson = found.SerializedCustomStatus,
            Failure = found.FailureDetails is { } details ? Failures.Read(details) : null,
        };

    /// <summary>Where an instance is in its life.</summary>
    public static OrchestrationState StateOf(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Pending => OrchestrationState.Pending,
        OrchestrationRuntimeStatus.Suspended => OrchestrationState.Suspended,
        OrchestrationRuntimeStatus.Completed => OrchestrationState.Completed,
        OrchestrationRuntimeStatus.Failed => OrchestrationState.Failed,
        OrchestrationRuntimeStatus.Terminated => OrchestrationState.Terminated,
        _ => OrchestrationState.Running, // and the obsolete ContinuedAsNew
    };

    /// <summary>The runtime's word for it.</summary>
    public static OrchestrationRuntimeStatus StatusOf(OrchestrationState state) => state switch
    {
        OrchestrationState.Pending => OrchestrationRuntimeStatus.Pending,
        OrchestrationState.Suspended => OrchestrationRuntimeStatus.Suspended,
        OrchestrationState.Completed => OrchestrationRuntimeStatus.Completed,
        OrchestrationState.Failed => OrchestrationRuntimeStatus.Failed,
        OrchestrationState.Terminated => OrchestrationRuntimeStatus.Terminated,
        _ => OrchestrationRuntimeStatus.Running,
    };
}
