using Microsoft.Extensions.Logging;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>What every step needs from its host.</summary>
/// <param name="Adapters">The adapters.</param>
/// <param name="Secrets">Resolves references to secrets and keeps secrets out of texts.</param>
/// <param name="Ledger">Keeps evidence and the audit trail.</param>
/// <param name="Progress">Takes progress.</param>
/// <param name="Workspace">Folders to work in.</param>
public sealed record StepServices(
    AdapterCatalog Adapters, ISecrets Secrets, IMigrationLedger Ledger, IProgressBoard Progress, IWorkspace Workspace)
{
    /// <summary>The clock.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where people reach this host, for links in notifications.</summary>
    /// <value>Unknown by default: links are paths then.</value>
    public Uri? PublicUrl { get; init; }

    /// <summary>What runs around every step; none by default.</summary>
    public IReadOnlyList<IStepInterceptor> Interceptors { get; init; } = [];

    /// <summary>Takes logs.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Makes a scope for looking at a plan before it is migrated.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>A scope that belongs to no migration.</returns>
    public StepScope CreateAssessmentScope(MigrationPlan plan) =>
        StepExecution.CreateScope(this, $"assess-{plan.Name}", "assess", plan, isRehearsal: false);
}
