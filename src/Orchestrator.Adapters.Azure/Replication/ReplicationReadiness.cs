using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>Looks whether a machine can be replicated and moved, without changing anything.</summary>
/// <param name="run">The machine.</param>
internal sealed class ReplicationReadiness(ReplicationRun run)
{
    private const string Vaults = "2023-04-01";
    private const string Groups = "2022-09-01";

    /// <summary>Looks.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was found.</returns>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellation)
    {
        var job = run.Job;
        var container = job.Item[..job.Item.LastIndexOf("/replication", StringComparison.Ordinal)];
        var target = ResourceIds.Parse(job.TargetMachine);
        var findings = new List<Finding>();
        if (!run.Scope.Plan.IsOnline())
            findings.Add(new($"data component '{job.Component}'", $"the kind '{job.Kind}' replicates machines that run, and has no backups", "Set 'strategy: online'", IsBlocking: true));
        await RequireAsync(job.Vault, Vaults, "Check 'vault': az backup vault list --query [].id", findings, cancellation);
        await RequireAsync(container, ReplicationJob.ApiVersion, "Check 'fabric' and 'container'; they are made when an appliance is registered, or replication is set up for a region", findings, cancellation);
        await RequireAsync(job.Policy, ReplicationJob.ApiVersion, $"Check 'policyId': az rest --method get --url '{job.Vault}/replicationPolicies?api-version={ReplicationJob.ApiVersion}'", findings, cancellation);
        await RequireAsync(ResourceIds.OfGroup(target.Subscription, target.Group), Groups, $"Make it: az group create --name {target.Group} --location REGION", findings, cancellation);
        foreach (var need in job.Needs)
            await RequireAsync(need.Id, need.ApiVersion, need.Remedy, findings, cancellation);
        if (job.ReturnContainer is { } other && !await IsMappedAsync(other, container, cancellation))
            findings.Add(new(other, $"it has no mapping to {container}, over which the machine is replicated back", "Make one in the vault: Site Recovery infrastructure, Replication policies, with the target as the source; or set 'fallback: { reverseSync: false }'", IsBlocking: true));
        if (await run.Target.IsOccupiedAsync(cancellation))
            findings.Add(ReplicationErrors.Occupied(job));
        if (run.Find() is null && await run.Operations.FindAsync(cancellation) is { } item)
            findings.Add(Describe(item));
        return findings;
    }

    private async Task RequireAsync(string id, string apiVersion, string remedy, List<Finding> findings, CancellationToken cancellation)
    {
        if (await run.Arm.FindAsync(id, apiVersion, cancellation) is null)
            findings.Add(new(id, "it does not exist", remedy, IsBlocking: true));
    }

    private async Task<bool> IsMappedAsync(string from, string to, CancellationToken cancellation) =>
        await run.Arm.FindAsync(from, ReplicationJob.ApiVersion, cancellation) is null // which is a finding of its own
        || await run.Arm.ListAsync($"{from}/replicationProtectionContainerMappings", ReplicationJob.ApiVersion, cancellation)
            .AnyAsync(mapping => mapping.Text("properties", "targetProtectionContainerId") is { } target && ResourceIds.AreSame(target, to), cancellation);

    private Finding Describe(ReplicatedItem item) => item.State is ReplicationState.Following or ReplicationState.Seeding or ReplicationState.Enabling
        ? new(run.Job.Machine, $"it is replicated already ({item.InWords}): that replication is used, and is not ended by this migration{(run.Job.Commit is null ? "" : "; its failover is this migration's, and a rollback makes that final, after which it follows no more")}", "Nothing, if that is meant", IsBlocking: false)
        : new(run.Job.Machine, $"it is replicated already, and is {item.InWords}", $"End that replication, or bring it to replicate: {ReplicationErrors.ShowCommand(run.Job)}", IsBlocking: true);
}
