using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>The keys under <c>source</c> of kind <c>siteRecovery</c>.</summary>
internal sealed record SiteRecoverySource
{
    /// <summary>The id of the machine that is moved.</summary>
    [Required]
    public required string MachineId { get; init; }

    /// <summary>The id of the storage account in the source's region through which changes go.</summary>
    [Required]
    public required string StagingAccountId { get; init; }

    /// <summary>The disks to move; at least that with the operating system.</summary>
    [Required, MinLength(1)]
    public required IReadOnlyList<SiteRecoveryDisk> Disks { get; init; }
}
