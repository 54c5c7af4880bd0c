using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>
/// What can be proven of a move from outside: how the service says that it ended, of which recovery point, and that the
/// machine is there with its disks. The content of disks is the service's word; the plan's checks look inside.
/// </summary>
/// <param name="run">The machine.</param>
internal sealed class MoveEvidence(ReplicationRun run)
{
    /// <summary>Reads it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>One row for each thing that has to be so.</returns>
    public async Task<DataComparison> ReadAsync(CancellationToken cancellation)
    {
        var (item, record) = (await run.GetAsync(cancellation), run.Record);
        var machine = await run.Target.NoteAsync(cancellation);
        var isMoved = item.State is ReplicationState.Moved or ReplicationState.Committing or ReplicationState.Committed;
        return new(run.Job.Component,
        [
            Row("state of the move (the content of the disks is not compared)", "moved", isMoved ? "moved" : item.InWords),
            Row($"recovery point {item.MovedPoint ?? record.Point}", "holds what was written last", HoldsAll(record) ? "holds what was written last" : "may be older than what was written last"),
            Row("health", "no blocking error", item.Problems.FirstOrDefault(problem => problem.IsBlocking)?.Problem ?? "no blocking error"),
            Row($"machine {run.Job.TargetMachine}", "Succeeded", machine?.Text("properties", "provisioningState") ?? "there is none that this migration made"),
            Disks(item, machine is null ? 0 : run.Record.Target?.Disks.Count ?? 0),
        ]);
    }

    private bool HoldsAll(ReplicationRecord record) => run.Job.IsFinishedByAzure || (record.FrozenAt is { } frozen && record.FirstPointAt > frozen);

    private ComparedItem Disks(ReplicatedItem item, int found) => new($"{run.Job.Machine}: number of disks", item.DiskCount, found, "", "")
    {
        FirstDifferences = item.DiskCount == found ? [] : [$"{item.DiskCount} are replicated, and the machine has {found}"],
    };

    private ComparedItem Row(string what, string wanted, string seen) => new($"{run.Job.Machine}: {what}", 1, 1, wanted, seen)
    {
        FirstDifferences = wanted == seen ? [] : [seen],
    };
}
