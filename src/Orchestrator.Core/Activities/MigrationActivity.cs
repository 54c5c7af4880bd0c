using Orchestrator.Core.Durability;
using Orchestrator.Core.Migrations;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>One step and its undo. Both are idempotent: run twice, after a crash in the middle, or after each other, they do the right thing.</summary>
/// <param name="services">What every step needs.</param>
/// <param name="step">The step.</param>
/// <param name="undo">Its undo; <see langword="null"/> when it has none.</param>
public abstract class MigrationActivity(StepServices services, Step step, Step? undo = null)
{
    /// <summary>The step.</summary>
    public Step Step { get; } = step;

    /// <summary>Its undo; <see langword="null"/> when it has none.</summary>
    public Step? Undo { get; } = undo;

    /// <summary>What every step needs.</summary>
    protected StepServices Services { get; } = services;

    /// <summary>The adapters of this host.</summary>
    protected AdapterCatalog Adapters => Services.Adapters;

    /// <summary>The adapters, for the guards.</summary>
    internal AdapterCatalog Catalog => Services.Adapters;

    /// <summary>Registers the step and its undo as durable activities.</summary>
    /// <param name="registry">The registry of the host.</param>
    public void Register(DurableRegistry registry)
    {
        registry.AddActivity<StepRequest, StepOutcome>(Step.Activity, (run, request, stop) => StepExecution.RunAsync(Services, run, request, DoAsync, stop));
        if (Undo is not null)
            registry.AddActivity<StepRequest, StepOutcome>(Undo.Activity, (run, request, stop) => StepExecution.RunAsync(Services, run, request, UndoAsync, stop));
    }

    /// <summary>Does the step.</summary>
    /// <param name="scope">The step's names, folders and progress.</param>
    /// <param name="cancellation">Cancelled when the host stops or somebody cancels the migration.</param>
    /// <returns>What was done or found.</returns>
    protected abstract Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation);

    /// <summary>Undoes the step. Accepts "never happened" and "already undone".</summary>
    /// <param name="scope">The undo's names, folders and progress.</param>
    /// <param name="cancellation">Cancelled when the host stops.</param>
    /// <returns>What was undone.</returns>
    protected virtual Task<StepOutcome> UndoAsync(StepScope scope, CancellationToken cancellation) =>
        throw new NotSupportedException($"The step '{Step.Name}' has no undo.");

    /// <summary>Stores evidence in the ledger.</summary>
    /// <param name="scope">The step.</param>
    /// <param name="evidence">A serializable value without secrets.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its hash.</returns>
    protected Task<string> StoreEvidenceAsync(StepScope scope, object evidence, CancellationToken cancellation) =>
        Services.Ledger.WriteDocumentAsync(scope.MigrationId, $"evidence/{scope.Step}", Services.Secrets.Redact(DurableJson.Write(evidence)!), cancellation);

    /// <summary>The folder that a component's backup is written to.</summary>
    /// <param name="scope">The step.</param>
    /// <param name="component">The data component.</param>
    /// <returns>The folder, which exists.</returns>
    protected string BackupFolder(StepScope scope, DataComponent component) => Services.Workspace.Ensure($"{scope.WorkFolder}/backup/{component.Name}");

    /// <summary>The adapter of a data component.</summary>
    /// <param name="component">The data component.</param>
    /// <returns>The adapter.</returns>
    protected IDataAdapter DataAdapter(DataComponent component) => Adapters.Get<IDataAdapter>(component);
}
