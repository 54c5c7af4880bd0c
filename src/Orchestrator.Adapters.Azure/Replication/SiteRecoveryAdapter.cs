using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>Moves Azure machines to another region or subscription by Azure Site Recovery, and back.</summary>
/// <param name="connector">The host's way to Resource Manager.</param>
/// <param name="lookEvery">How often the vault is asked while a sync is watched; every 30 seconds by default.</param>
internal sealed class SiteRecoveryAdapter(ArmConnector connector, TimeSpan? lookEvery = null) : ReplicationAdapter(connector, lookEvery)
{
    /// <inheritdoc/>
    public override string Kind => "siteRecovery";

    /// <inheritdoc/>
    public override AdapterSettings Settings { get; } = new(typeof(SiteRecoverySettings), typeof(SiteRecoverySource), typeof(SiteRecoveryTarget));

    /// <inheritdoc/>
    protected override ReplicationJob Read(DataComponent component, StepScope scope) => AzureToAzure.Read(component, scope);

    /// <inheritdoc/>
    protected override IEnumerable<Finding> CheckPlan(DataComponent component, StepScope scope)
    {
        var hasWayBack = scope.Plan.Fallback.ReverseSync;
        if (scope.Plan.Compute is { } compute)
        {
            if (StopsMachine(compute.Source))
                yield return StopTheWorkload("compute.source");
            if (hasWayBack && StopsMachine(compute.Target))
                yield return StopTheWorkload("compute.target");
        }

        if (hasWayBack && component.Target.ReadSettings<SiteRecoveryTarget>().StagingAccountId is null)
            yield return new($"data component '{component.Name}'", "'fallback.reverseSync' is wanted, and there is no storage account through which changes go back", "Set 'target.stagingAccountId' to one in the target's region: az storage account list --query [].id", IsBlocking: true);
        if (hasWayBack && component.Source.ReadSettings<SiteRecoverySource>().Disks.FirstOrDefault(disk => disk.DiskEncryptionSetId is not null) is { } encrypted)
            yield return new($"disk {encrypted.Id}", "'fallback.reverseSync' is wanted, and on the way back the disk would be made without a disk encryption set", "Set 'fallback: { reverseSync: false }', or leave 'diskEncryptionSetId' out", IsBlocking: true);
    }

    /// <inheritdoc/>
    protected override ReplicationRun? FindReturn(DataComponent component, StepScope scope) => Reprotection(component, scope).FindReturn();

    /// <inheritdoc/>
    protected override Task ReverseAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        Reprotection(component, scope).ArrangeAsync(cancellation);

    /// <inheritdoc/>
    protected override Task EndSyncAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        Run(component, scope).Find() is { IsReverseWanted: true }
            ? Reprotection(component, scope).BeginAsync(cancellation)
            : base.EndSyncAsync(component, scope, cancellation);

    /// <inheritdoc/>
    protected override Task EndReverseAsync(DataComponent component, StepScope scope, CancellationToken cancellation) =>
        Reprotection(component, scope).EndAsync(cancellation);

    private Reprotection Reprotection(DataComponent component, StepScope scope)
    {
        var run = Run(component, scope);
        return new(run, disks => AzureToAzure.SwitchDetails(component, run.Job.Vault, disks));
    }

    private static bool StopsMachine(AdapterSpec compute) => compute.Kind == "azureVm";

    // What was written last leaves the machine by an agent in it.
    private static Finding StopTheWorkload(string key) => new(
        key, "'azureVm' turns the machine off, and then the last writes do not leave it any more", $"Stop the workload and not the machine: use the kind 'command', 'systemd' or 'http' in '{key}'", IsBlocking: true);
}
