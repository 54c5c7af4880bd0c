using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>The keys of a data component of kind <c>azureDisk</c> beside <c>source</c> and <c>target</c>.</summary>
internal sealed record AzureDiskSettings
{
    /// <summary>How many pages of 4 MiB are under way at once; each takes as much memory.</summary>
    /// <value>8 by default; 1 to 32.</value>
    [Range(1, 32)]
    public int Parallelism { get; init; } = 8;

    /// <summary>How long a request for the contents of a disk may go without an answer.</summary>
    /// <value>60 seconds by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
