using System.Globalization;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>
/// Lets Azure make the machine of what was written last. Where the service does not transfer the rest itself, a recovery
/// point that holds it is waited for first.
/// </summary>
/// <param name="run">The replicated machine.</param>
internal sealed class FinalMove(ReplicationRun run)
{
    private static readonly TimeSpan PointWait = TimeSpan.FromMinutes(1);

    private ReplicationJob Job => run.Job;

    /// <summary>Moves; a repetition takes the same move up.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>What was done.</returns>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        var item = await run.Operations.FindWithPointAsync(cancellation) ?? throw ReplicationErrors.Gone(Job);
        if (item.State is not (ReplicationState.Moving or ReplicationState.Moved or ReplicationState.Committing or ReplicationState.Committed))
            await PrepareAsync(item, cancellation);
        else if (run.Record.Target is null)
            throw ReplicationErrors.NotAsNeeded(Job, item, "somebody else has moved it");
        await run.Arm.RunAsync(run.Operations.Move, cancellation);
        if (await run.Target.NoteAsync(cancellation) is null)
            throw new AdapterException($"Azure says that it is moved, and there is no machine {Job.TargetMachine}", Job.Machine, $"Look at the jobs of the vault, and for the machine: az vm show --ids {Job.TargetMachine}", isTransient: true);
        var moved = await run.Operations.FindAsync(cancellation);
        return $"moved to {Job.TargetMachine} as of {moved?.MovedPoint ?? run.Record.Point}";
    }

    private async Task PrepareAsync(ReplicatedItem item, CancellationToken cancellation)
    {
        if (item.State is not (ReplicationState.Following or ReplicationState.MoveFailed) || item.Test != TestState.None)
            throw ReplicationErrors.NotAsNeeded(Job, item, "it has to be replicating, without the copy of a trial");
        if (!Job.IsFinishedByAzure)
            AwaitPoint(item);
        await run.Target.ClaimAsync(cancellation);
        run.Note(record => record with { Point = item.Point });
    }

    // The first point that arrives after the stop may have been begun before; the next one cannot have been.
    private void AwaitPoint(ReplicatedItem item)
    {
        if (run.Record.FrozenAt is not { } frozenAt)
            throw new AdapterException("it is not proven that nothing is written at the source", Job.Machine, "Retry the migration: the step prove-freeze comes before this one", isTransient: false);
        if (item.PointAt is not { } point || point <= frozenAt)
            throw Waits(frozenAt, "a recovery point");
        if (run.Record.FirstPointAt is null)
            run.Note(record => record with { FirstPointAt = point });
        if (point <= run.Record.FirstPointAt)
            throw Waits(frozenAt, "the second recovery point, which holds all of it for certain,");
    }

    private OperationPendingException Waits(DateTimeOffset frozenAt, string what) => new(
        $"{Job.Machine}: {what} since the source was stopped at {frozenAt.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC is waited for", PointWait);
}
