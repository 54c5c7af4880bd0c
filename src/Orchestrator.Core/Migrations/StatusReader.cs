using Orchestrator.Core.Durability;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Migrations;

/// <summary>Makes the status that people see from what the engine knows: what was published, and what only the moment of reading can tell.</summary>
internal static class StatusReader
{
    /// <summary>Reads the status of an instance.</summary>
    public static MigrationStatus Read(OrchestrationInstance instance, IProgressBoard progress, TimeProvider time)
    {
        var status = instance.ReadCustomStatus<MigrationStatus>() ?? NotYetBegun(instance);
        return status with
        {
            State = StateOf(instance, status),
            Error = status.Error ?? instance.Failure?.Message,
            WritesFrozenFor = status.WritesFrozenSince is { } since ? time.GetUtcNow() - since : null,
            Steps = [.. status.Steps.Select(step => step.State == StepState.Running ? step with { Progress = progress.Find(status.Id, step.Name) } : step)],
        };
    }

    private static MigrationState StateOf(OrchestrationInstance instance, MigrationStatus status) => instance.State switch
    {
        OrchestrationState.Suspended => MigrationState.Paused,
        OrchestrationState.Terminated => MigrationState.Failed,
        OrchestrationState.Failed when status.State is not (MigrationState.RolledBack or MigrationState.NeedsOperator) => MigrationState.Failed,
        _ => status.State,
    };

    private static MigrationStatus NotYetBegun(OrchestrationInstance instance)
    {
        var input = instance.ReadInput<MigrationInput>();
        return new(instance.InstanceId, input?.Plan.Name ?? "", input is null ? MigrationStrategy.Auto : StrategyChooser.Choose(input.Plan).Strategy, input?.Rehearsal ?? false, MigrationState.Pending)
        {
            StartedBy = input?.StartedBy ?? "",
            StartedAt = instance.CreatedAt,
            Steps = input is null ? [] : MigrationFlows.StepsOf(input.Plan),
        };
    }
}
