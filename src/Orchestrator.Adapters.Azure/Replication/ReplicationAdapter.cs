using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>Moves whole machines by a service of Azure that replicates them; the service is orchestrated and not rewritten.</summary>
/// <param name="connector">The host's way to Resource Manager.</param>
/// <param name="lookEvery">How often the vault is asked while a sync is watched; every 30 seconds by default.</param>
internal abstract partial class ReplicationAdapter(ArmConnector connector, TimeSpan? lookEvery) : IOnlineDataAdapter
{
    private readonly SyncLooks _looks = new(lookEvery ?? TimeSpan.FromSeconds(30));

    /// <inheritdoc/>
    public abstract string Kind { get; }

    /// <inheritdoc/>
    public abstract AdapterSettings Settings { get; }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        new ReplicationReadiness(Run(component, scope)).LookAsync(cancellation);

    /// <inheritdoc/>
    public async Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation)
    {
        var run = Run(component, scope);
        if (side == Side.Target && await run.Target.FindAsync(cancellation) is null)
            return new(0, 0);
        var item = await run.Operations.FindAsync(cancellation);
        return new(item?.DiskBytes ?? 0, item?.DiskCount ?? 0);
    }

    /// <inheritdoc/>
    public Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation) => throw OnlineOnly(component);

    /// <inheritdoc/>
    public async Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var run = Run(component, scope);
        if (await run.Target.IsOccupiedAsync(cancellation) && ReplicationErrors.Occupied(run.Job) is var occupied)
            throw new AdapterException(occupied.Problem, occupied.Subject, occupied.Remedy, isTransient: false);
    }

    /// <inheritdoc/>
    public Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation) => throw OnlineOnly(component);

    /// <inheritdoc/>
    public Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation) =>
        backupFolder is null ? new MoveEvidence(Run(component, scope)).ReadAsync(cancellation) : throw OnlineOnly(component);

    /// <inheritdoc/>
    public async Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var run = Run(component, scope);
        await run.Arm.SettleAsync(run.Operations.Move, cancellation);
        await run.Target.RemoveAsync(cancellation);
    }

    /// <inheritdoc/>
    public Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation) =>
        Task.FromResult(Read(component, scope) is var job && side == Side.Source ? job.SourceMachine : job.TargetMachine);

    /// <summary>Reads a plan.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step.</param>
    /// <returns>The machine.</returns>
    protected abstract ReplicationJob Read(DataComponent component, StepScope scope);

    /// <summary>A step's work on a machine.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step.</param>
    /// <returns>The work.</returns>
    protected ReplicationRun Run(DataComponent component, StepScope scope) => new(connector.For(scope), Read(component, scope));

    private AdapterException OnlineOnly(DataComponent component) => new(
        $"the kind '{Kind}' replicates machines that run, and has no backups", $"data component '{component.Name}'", "Set 'strategy: online'", isTransient: false);
}
