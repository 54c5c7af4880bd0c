using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>
/// Turns a replication round, so that a machine that was moved is replicated to where it came from. Azure removes the old
/// machine for that, so it is only begun when users are at the new one; until then writes can be given back.
/// </summary>
/// <param name="run">The replicated machine.</param>
/// <param name="details">What turns it round, by the disks of the machine that was made.</param>
internal sealed class Reprotection(ReplicationRun run, Func<IReadOnlyList<string>, object> details)
{
    // A vault shows a new item within minutes; what it has not shown by then a person has to look for.
    private static readonly TimeSpan LongestMissing = TimeSpan.FromHours(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    private ReplicationJob Job => run.Job;

    /// <summary>Notes that it is wanted. Nothing is asked for: the first copy back takes everything that was written by then.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when it is noted.</returns>
    /// <exception cref="AdapterException">It was not moved.</exception>
    public async Task ArrangeAsync(CancellationToken cancellation)
    {
        if (run.Find() is { IsReverseWanted: true })
            return;
        var item = await run.GetAsync(cancellation);
        if (item.State is not (ReplicationState.Moved or ReplicationState.Committed))
            throw ReplicationErrors.NotAsNeeded(Job, item, "it has to be moved before its way back is arranged");
        run.Note(record => record with { IsReverseWanted = true });
    }

    /// <summary>Makes the move final and turns the direction round; a repetition takes the same operations up.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when the machine is replicated back, from its first copy on.</returns>
    public async Task BeginAsync(CancellationToken cancellation)
    {
        if (run.Record.ReturnItem is not null || (run.Record.IsReverseBegun && await NoteReturnAsync(cancellation)))
            return;
        var item = await run.Operations.FindAsync(cancellation) ?? throw NotSeen();
        run.Note(record => record with { IsReverseBegun = true });
        await run.CommitAsync(item, cancellation);
        await run.Target.NoteAsync(cancellation); // its disks
        await run.Arm.RunAsync(Switch, cancellation);
        if (!await NoteReturnAsync(cancellation))
            throw NotSeen();
    }

    /// <summary>The replication the other way.</summary>
    /// <returns><see langword="null"/> before there is one.</returns>
    public ReplicationRun? FindReturn() => run.Find() is { IsReverseWanted: true, ReturnItem: { } item } ? ReturnOf(item) : null;

    /// <summary>Ends it; what is under way with it ends first. Fine when it was never wanted, or is ended.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nothing of it is left.</returns>
    public async Task EndAsync(CancellationToken cancellation)
    {
        if (run.Find() is not { IsReverseWanted: true } record)
            return;
        if (record.IsReverseBegun)
        {
            await run.Arm.SettleAsync(run.Operations.Commit(Job.Commit!), cancellation);
            await run.Arm.SettleAsync(Switch, cancellation);
            if (record.ReturnItem is not null || await NoteReturnAsync(cancellation))
                await EndReturnAsync(FindReturn()!, cancellation);
            else if (await run.Operations.FindAsync(cancellation) is null or { State: ReplicationState.Reversing })
                AwaitReturn();
        }

        run.Note(noted => noted with { IsReverseWanted = false, IsReverseBegun = false, ReturnItem = null, ReturnMissingSince = null, IsReturnAskedFor = false });
    }

    // Once users are held at the target, writes are about to be given to the source: without one, this is the only way back there is.
    private async Task EndReturnAsync(ReplicationRun back, CancellationToken cancellation)
    {
        await run.Arm.SettleAsync(back.Operations.Move, cancellation);
        if (back.Record.FreezeBeganAt is not null)
            await run.Target.RequireOtherAsync(cancellation);
        await new SyncEnd(back).RunAsync(cancellation);
    }

    // Forgotten, it would replicate on, and nobody would end it.
    private void AwaitReturn()
    {
        var record = run.Note(noted => noted with { ReturnMissingSince = noted.ReturnMissingSince ?? run.Now });
        if (run.Now - record.ReturnMissingSince < LongestMissing)
            throw new OperationPendingException($"{Job.Machine}: {NotSeen().Problem}", LookAgain);
        if (record.IsReturnAskedFor)
            return;
        run.Note(noted => noted with { IsReturnAskedFor = true });
        throw new AdapterException(NotSeen().Problem, Job.Machine,
            $"{NotSeen().Remedy}; end there what replicates {Job.TargetMachine}, if anything does, and retry the step: what is not shown then counts as ended by hand", isTransient: false);
    }

    private LongOperation Switch => new()
    {
        Key = $"{Job.Kind}.{Job.Component}.switch-protection",
        What = $"Turning round the replication of {Job.Machine}",
        Start = cancellation => run.Arm.PostAsync($"{Container}/switchprotection", ReplicationJob.ApiVersion, Body(), cancellation),
        Probe = async cancellation => await FindItemAsync(cancellation) is not null ? OperationProbe.Done
            : await run.Operations.FindAsync(cancellation) is null or { State: ReplicationState.Reversing } ? OperationProbe.UnderWay : OperationProbe.NotStarted,
    };

    private string Container => Job.Item[..Job.Item.LastIndexOf("/replicationProtectedItems/", StringComparison.OrdinalIgnoreCase)];

    private object Body() => new
    {
        properties = new
        {
            replicationProtectedItemName = Job.Item[(Job.Item.LastIndexOf('/') + 1)..],
            providerSpecificDetails = details(run.Record.Target?.Disks ?? []),
        },
    };

    // Its name is the service's; that it replicates the machine that was made, to where that came from, is what tells it.
    private async Task<string?> FindItemAsync(CancellationToken cancellation)
    {
        await foreach (var item in run.Arm.ListAsync($"{Job.Vault}/replicationProtectedItems", ReplicationJob.ApiVersion, cancellation))
        {
            var replicated = item.Text("properties", "providerSpecificDetails", "fabricObjectId");
            var other = item.Text("properties", "recoveryContainerId");
            if (replicated is not null && ResourceIds.AreSame(replicated, Job.TargetMachine) && other is not null && ResourceIds.AreSame(other, Container))
                return item.Text("id");
        }

        return null;
    }

    private async Task<bool> NoteReturnAsync(CancellationToken cancellation)
    {
        if (await FindItemAsync(cancellation) is not { } item)
            return false;
        ReturnOf(item).Note(record => record with { IsOwn = run.Record.IsOwn }); // first: without it nothing would end it
        run.Note(record => record with { ReturnItem = item });
        return true;
    }

    private ReplicationRun ReturnOf(string item) => new(run.Arm, Job with
    {
        Component = $"{Job.Component}.return",
        Item = item,
        TargetMachine = Job.SourceMachine,
        SourceMachine = Job.TargetMachine,
        IsReturn = true,
    });

    private AdapterException NotSeen() => new(
        "its replication is turned round, and the vault does not show it yet", Job.Machine, $"Look at the vault: az rest --method get --url '{Job.Vault}/replicationProtectedItems?api-version={ReplicationJob.ApiVersion}'", isTransient: true);
}
