using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>The keys of a replicated machine that are the same for each service.</summary>
internal abstract record ReplicationSettings
{
    /// <summary>The id of the Recovery Services vault that replicates.</summary>
    [Required]
    public required string Vault { get; init; }

    /// <summary>The name of the replication fabric in the vault.</summary>
    [Required]
    public required string Fabric { get; init; }

    /// <summary>The name of the protection container in the fabric.</summary>
    [Required]
    public required string Container { get; init; }

    /// <summary>The name of the replicated item: a new one, or that of a replication that is on already.</summary>
    [Required]
    public required string Item { get; init; }

    /// <summary>The id of the replication policy.</summary>
    [Required]
    public required string PolicyId { get; init; }

    /// <summary>The id of the network in which a copy of the machine is tried before the cutover. Keep it apart from what users use.</summary>
    [Required]
    public required string TestNetworkId { get; init; }

    /// <summary>How old the last recovery point may be. An older one keeps a cutover from beginning.</summary>
    /// <value>2 hours by default.</value>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long Azure is expected to need for the move, in which users wait. The plan's <c>downtime.tolerance</c> has to have room for it.</summary>
    /// <value>30 minutes by default.</value>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan ExpectedMove { get; init; } = TimeSpan.FromMinutes(30);
}
