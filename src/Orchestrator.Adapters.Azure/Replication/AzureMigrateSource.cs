using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>The keys under <c>source</c> of kind <c>azureMigrate</c>.</summary>
internal sealed record AzureMigrateSource
{
    /// <summary>The id of the machine as the appliance has discovered it: <c>…/Microsoft.OffAzure/VMwareSites/SITE/machines/MACHINE</c>.</summary>
    [Required]
    public required string MachineId { get; init; }

    /// <summary>The id of the account with which data is read.</summary>
    [Required]
    public required string DataMoverAccountId { get; init; }

    /// <summary>The id of the account with which snapshots are taken.</summary>
    [Required]
    public required string SnapshotAccountId { get; init; }

    /// <summary>The disks to move; at least that with the operating system.</summary>
    [Required, MinLength(1)]
    public required IReadOnlyList<AzureMigrateDisk> Disks { get; init; }
}
