using Orchestrator.Adapters.Azure.Arm;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>Ends a replication that this migration has set up; what is under way with it ends first.</summary>
/// <param name="run">The replicated machine.</param>
internal sealed class SyncEnd(ReplicationRun run)
{
    /// <summary>Ends it. Fine when it was never set up, or is ended.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when nothing of it is left.</returns>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (run.Find() is not { } record)
            return;
        LongOperation[] possible = [run.Operations.Enable, run.Operations.Try, run.Operations.Move];
        foreach (var operation in possible)
            await run.Arm.SettleAsync(operation, cancellation);
        if (await run.Operations.FindAsync(cancellation) is { } item)
            await EndAsync(item, record, cancellation);
        await run.Arm.SettleAsync(run.Operations.CleanUp, cancellation);
        await run.Arm.SettleAsync(run.Operations.Remove, cancellation);
        run.Note(noted => new ReplicationRecord { IsEnded = true, Target = noted.Target, Point = noted.Point });
    }

    private async Task EndAsync(ReplicatedItem item, ReplicationRecord record, CancellationToken cancellation)
    {
        var hasTrial = record.TrialMadeAt is not null && record.TriedAt is null;
        if (item.Test is TestState.CleaningUp || (item.Test is TestState.Made or TestState.Failed && (hasTrial || record.IsOwn)))
            await run.Arm.RunAsync(run.Operations.CleanUp, cancellation);
        await run.CommitAsync(item, cancellation);
        if (record.IsOwn)
            await run.Arm.RunAsync(run.Operations.Remove, cancellation);
    }
}
