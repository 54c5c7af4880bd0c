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

    /// <summary>An action on the item.</summary>
    /// <param name="name">Names it in the migration.</param>
    /// <param name="doing">What it does, in front of the machine's name.</param>
    /// <param name="action">The action.</param>
    /// <param name="probe">What the item tells of it.</param>
    /// <returns>The operation.</returns>
    public LongOperation Action(string name, string doing, ReplicationAction action, Func<ReplicatedItem, OperationProbe> probe) =>
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
        var item = await FindAsync(cancellation) ?? throw ReplicationErrors.Gone(job);
        return await arm.PostAsync($"{job.Item}/{action.Name}", ReplicationJob.ApiVersion, action.Body(item), cancellation);
    }
}
