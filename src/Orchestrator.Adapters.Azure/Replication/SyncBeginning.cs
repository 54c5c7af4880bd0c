namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>Sets a replication up, or takes one over that is on already.</summary>
/// <param name="run">The machine.</param>
internal sealed class SyncBeginning(ReplicationRun run)
{
    /// <summary>Sets it up; a repetition takes the same operation up.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when changes are kept.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var item = await run.Operations.FindAsync(cancellation);
        // What stands there before this migration has asked for anything is somebody else's.
        var record = run.Find() is { IsEnded: false } noted ? noted : run.Note(former => new() { IsOwn = item is null, Target = former.Target });
        if (!record.IsOwn && item is null)
            throw ReplicationErrors.Gone(run.Job);
        if (item?.State is ReplicationState.EnableFailed or ReplicationState.Removing)
            await ClearAsync(item, record.IsOwn, cancellation);
        await run.Arm.RunAsync(run.Operations.Enable, cancellation);
    }

    // A second attempt is refused while the first is there; what somebody else has attempted is not ours to clear.
    private async Task ClearAsync(ReplicatedItem item, bool isOwn, CancellationToken cancellation)
    {
        if (!isOwn)
            throw ReplicationErrors.NotAsNeeded(run.Job, item, "the replication that is there was not set up by this migration");
        await run.Arm.RunAsync(run.Operations.Remove, cancellation);
    }
}
