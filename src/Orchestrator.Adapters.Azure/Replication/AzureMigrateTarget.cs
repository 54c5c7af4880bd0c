using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>The keys under <c>target</c> of kind <c>azureMigrate</c>.</summary>
internal sealed record AzureMigrateTarget
{
    /// <summary>The id of the resource group that the machine is made in.</summary>
    [Required]
    public required string ResourceGroupId { get; init; }

    /// <summary>The machine's name.</summary>
    [Required, RegularExpression("^[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?$")]
    public required string VmName { get; init; }

    /// <summary>The machine's size.</summary>
    /// <value>Chosen by Azure Migrate by default.</value>
    public string? VmSize { get; init; }

    /// <summary>The id of its network.</summary>
    [Required]
    public required string NetworkId { get; init; }

    /// <summary>The name of the subnet.</summary>
    /// <value>Chosen by Azure Migrate by default.</value>
    public string? SubnetName { get; init; }

    /// <summary>The availability zone.</summary>
    /// <value>None by default.</value>
    public string? AvailabilityZone { get; init; }

    /// <summary>Whether a licence of one's own is used: <c>NoLicenseType</c> or <c>WindowsServer</c>.</summary>
    /// <value><c>NoLicenseType</c> by default.</value>
    [RegularExpression("^(NoLicenseType|WindowsServer)$")]
    public string LicenseType { get; init; } = "NoLicenseType";
}
