using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>A disk that is moved.</summary>
internal sealed record SiteRecoveryDisk
{
    /// <summary>The id of the managed disk.</summary>
    [Required]
    public required string Id { get; init; }

    /// <summary>What kind of managed disk it becomes, for example <c>Premium_LRS</c>.</summary>
    /// <value>That of the source by default.</value>
    public string? Type { get; init; }

    /// <summary>The id of a disk encryption set in the target's region.</summary>
    /// <value>None by default: the platform's keys.</value>
    public string? DiskEncryptionSetId { get; init; }
}
