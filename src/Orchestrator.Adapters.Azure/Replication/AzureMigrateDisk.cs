using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>A disk that is moved.</summary>
internal sealed record AzureMigrateDisk
{
    /// <summary>Its id in the discovered machine.</summary>
    [Required]
    public required string Id { get; init; }

    /// <summary>Whether the operating system starts from it.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool IsOs { get; init; }

    /// <summary>What kind of managed disk it becomes: <c>Standard_LRS</c>, <c>Premium_LRS</c> or <c>StandardSSD_LRS</c>.</summary>
    /// <value><c>Standard_LRS</c> by default.</value>
    [RegularExpression("^(Standard_LRS|Premium_LRS|StandardSSD_LRS)$")]
    public string Type { get; init; } = "Standard_LRS";

    /// <summary>The id of the storage account for the log of changes.</summary>
    [Required]
    public required string LogStorageAccountId { get; init; }

    /// <summary>The name of the secret with the signature for that account, in the key vault of the project. A name and not the secret.</summary>
    [Required]
    public required string LogStorageSecretName { get; init; }

    /// <summary>The id of a disk encryption set.</summary>
    /// <value>None by default: the platform's keys.</value>
    public string? DiskEncryptionSetId { get; init; }
}
