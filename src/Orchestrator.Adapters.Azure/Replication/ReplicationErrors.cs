using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>What goes wrong with a replicated machine, and what a person can do.</summary>
internal static class ReplicationErrors
{
    /// <summary>There is no item.</summary>
    /// <param name="job">The machine.</param>
    /// <returns>The error to throw.</returns>
    public static AdapterException Gone(ReplicationJob job) => new(
        "it is not replicated any more", job.Machine, $"Look who ended it: az monitor activity-log list --resource-id {job.Item}; then cancel, and migrate again", isTransient: false);

    /// <summary>The item is in a state from which a step cannot go on.</summary>
    /// <param name="job">The machine.</param>
    /// <param name="item">The item.</param>
    /// <param name="wanted">What would be needed.</param>
    /// <returns>The error to throw.</returns>
    public static AdapterException NotAsNeeded(ReplicationJob job, ReplicatedItem item, string wanted) => new(
        $"{wanted}, and it is {item.InWords}",
        job.Machine,
        item.Problems.Count > 0 ? item.Problems[0].Remedy : $"Look at it, mend what it says, then retry the step: {ShowCommand(job)}",
        isTransient: false);

    /// <summary>What stands where the machine is to be made.</summary>
    /// <param name="job">The machine.</param>
    /// <returns>The finding.</returns>
    public static Finding Occupied(ReplicationJob job) => new(
        job.TargetMachine, "there is a machine of this name already, which this migration did not make",
        $"Choose another name, or remove it: az vm delete --ids {job.TargetMachine}", IsBlocking: true);

    /// <summary>The command with which a person looks at an item.</summary>
    /// <param name="job">The machine.</param>
    /// <returns>The command.</returns>
    public static string ShowCommand(ReplicationJob job) => $"az rest --method get --url '{job.Item}?api-version={ReplicationJob.ApiVersion}'";
}
