using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>The keys under <c>target</c> of kind <c>siteRecovery</c>. The machine keeps its name.</summary>
internal sealed record SiteRecoveryTarget
{
    /// <summary>The id of the resource group that the machine is made in; not that of the source.</summary>
    [Required]
    public required string ResourceGroupId { get; init; }

    /// <summary>The id of the protection container of the target's region.</summary>
    [Required]
    public required string ContainerId { get; init; }

    /// <summary>The id of the machine's network.</summary>
    [Required]
    public required string NetworkId { get; init; }

    /// <summary>The name of the subnet.</summary>
    /// <value>Chosen by Site Recovery by default.</value>
    public string? SubnetName { get; init; }

    /// <summary>The availability zone.</summary>
    /// <value>None by default.</value>
    public string? AvailabilityZone { get; init; }

    /// <summary>The id of the storage account in the target's region through which changes go back. Needed for <c>fallback.reverseSync</c>.</summary>
    /// <value>None by default.</value>
    public string? StagingAccountId { get; init; }
}
