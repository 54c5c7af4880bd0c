using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>What is done with a replicated item, each once and looked at until it ends.</summary>
/// <param name="arm">The step.</param>
/// <param name="job">The machine.</param>
internal sealed class ReplicationOperations(ArmSession arm, ReplicationJob job)
{
    /// <summary>Sets the replication up.</summary>
    public LongOperation Enable => Operation("enable", "Setting the replication up of", cancellation =>
        arm.PutAsync(job.Item, ReplicationJob.ApiVersion, job.EnableBody, cancellation), item => item?.State switch
        {
            null or ReplicationState.EnableFailed or ReplicationState.Removing => OperationProbe.NotStarted,
            ReplicationState.Enabling => OperationProbe.UnderWay,
            _ => OperationProbe.Done,
        });

    /// <summary>Makes the copy of a trial.</summary>
    public LongOperation Try => Action("try", "Trying the move of", job.Try, item => item.Test switch
    {
        TestState.UnderWay => OperationProbe.UnderWay,
        TestState.Made => OperationProbe.Done,
        _ => OperationProbe.NotStarted,
    });

    /// <summary>Removes the copy of a trial.</summary>
    public LongOperation CleanUp => Action("clean-up", "Removing the copy that was made for a trial of", job.CleanUp, item => item.Test switch
    {
        TestState.CleaningUp => OperationProbe.UnderWay,
        TestState.None => OperationProbe.Done,
        _ => OperationProbe.NotStarted,
    });

    /// <summary>Makes the machine.</summary>
    public LongOperation Move => Action("move", "Moving", job.Move, item => item.State switch
    {
        ReplicationState.Moving => OperationProbe.UnderWay,
        ReplicationState.Moved or ReplicationState.Committing or ReplicationState.Committed => OperationProbe.Done,
        _ => OperationProbe.NotStarted,
    });

    /// <summary>Makes the move final, which ends its choice of recovery points.</summary>
    /// <param name="commit">The action.</param>
    /// <returns>The operation.</returns>
    public LongOperation Commit(ReplicationAction commit) => Action("commit", "Making final the move of", commit, item => item.State switch
    {
        ReplicationState.Committing => OperationProbe.UnderWay,
        ReplicationState.Committed or ReplicationState.Reversing => OperationProbe.Done,
        _ => OperationProbe.NotStarted,
    });

    /// <summary>Ends the replication.</summary>
    public LongOperation Remove => Operation("remove", "Ending the replication of", RemoveAsync, item => item?.State switch
    {
        null => OperationProbe.Done,
        ReplicationState.Removing => OperationProbe.UnderWay,
        _ => OperationProbe.NotStarted,
    });

    /// <summary>Looks at the item.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public async Task<ReplicatedItem?> FindAsync(CancellationToken cancellation) =>
        await arm.FindAsync(job.Item, ReplicationJob.ApiVersion, cancellation) is { } answer && answer.Body.Find("properties") is { } properties
            ? job.Read(properties) : null;

    /// <summary>Looks at the item and, where the service lists them beside it, at its last recovery point.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public async Task<ReplicatedItem?> FindWithPointAsync(CancellationToken cancellation)
    {
        var item = await FindAsync(cancellation);
        if (item is null || !job.HasPointList)
            return item;
        await foreach (var point in arm.ListAsync($"{job.Item}/recoveryPoints", ReplicationJob.ApiVersion, cancellation))
        {
            var at = point.Find("properties") is { } properties ? ReplicatedItem.ReadTime(properties, "recoveryPointTime") : null;
            if (at is not null && (item.PointAt is null || at > item.PointAt))
                item = item with { Point = point.Text("id") ?? "", PointAt = at };
        }

        return item;
    }

    private LongOperation Action(string name, string doing, ReplicationAction action, Func<ReplicatedItem, OperationProbe> probe) =>
        Operation(name, doing, cancellation => PostAsync(action, cancellation), item => item is null ? OperationProbe.NotStarted : probe(item));

    private LongOperation Operation(string name, string doing, Func<CancellationToken, Task<ArmAnswer>> start, Func<ReplicatedItem?, OperationProbe> probe) => new()
    {
        Key = $"{job.Kind}.{job.Component}.{name}",
        What = $"{doing} {job.Machine}",
        Start = start,
        Probe = async cancellation => probe(await FindAsync(cancellation)),
    };

    private Task<ArmAnswer> RemoveAsync(CancellationToken cancellation) => job.Remove is { } action
        ? PostAsync(action, cancellation)
        : arm.DeleteAsync(job.Item, ReplicationJob.ApiVersion, cancellation);

    private async Task<ArmAnswer> PostAsync(ReplicationAction action, CancellationToken cancellation)
    {
        var item = await FindWithPointAsync(cancellation) ?? throw ReplicationErrors.Gone(job);
        return await arm.PostAsync($"{job.Item}/{action.Name}", ReplicationJob.ApiVersion, action.Body(item), cancellation);
    }
}
