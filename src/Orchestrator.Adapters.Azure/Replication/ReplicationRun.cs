using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>A step's work on one replicated machine.</summary>
/// <param name="arm">The step.</param>
/// <param name="job">The machine.</param>
internal sealed class ReplicationRun(ArmSession arm, ReplicationJob job)
{
    private readonly JournalFiles _files = new(Path.Combine(arm.Scope.WorkFolder, "replication"));

    /// <summary>The machine.</summary>
    public ReplicationJob Job => job;

    /// <summary>Resource Manager.</summary>
    public ArmSession Arm => arm;

    /// <summary>The step.</summary>
    public StepScope Scope => arm.Scope;

    /// <summary>What is done with the item.</summary>
    public ReplicationOperations Operations { get; } = new(arm, job);

    /// <summary>The machine that is made.</summary>
    public TargetMachine Target => new(this);

    /// <summary>The present time.</summary>
    public DateTimeOffset Now => arm.Connector.Time.GetUtcNow();

    /// <summary>What this migration has noted; <see langword="null"/> when it has not touched the machine.</summary>
    public ReplicationRecord? Find() => _files.Read<ReplicationRecord>($"{job.Component}.json");

    /// <summary>What this migration has noted.</summary>
    public ReplicationRecord Record => Find() ?? new();

    /// <summary>Notes something.</summary>
    /// <param name="change">What to change.</param>
    /// <returns>What is noted then.</returns>
    public ReplicationRecord Note(Func<ReplicationRecord, ReplicationRecord> change)
    {
        var changed = change(Record);
        _files.Write($"{job.Component}.json", changed);
        return changed;
    }

    /// <summary>Looks at an item that has to be there.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The item.</returns>
    public async Task<ReplicatedItem> GetAsync(CancellationToken cancellation) =>
        await Operations.FindAsync(cancellation) ?? throw ReplicationErrors.Gone(job);

    /// <summary>Makes a move final, where the service wants that. Fine when it was not moved, or is final.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is.</returns>
    public async Task CommitAsync(ReplicatedItem item, CancellationToken cancellation)
    {
        if (job.Commit is { } commit && item.State is ReplicationState.Moved or ReplicationState.Committing)
            await arm.RunAsync(Operations.Commit(commit), cancellation);
    }
}
