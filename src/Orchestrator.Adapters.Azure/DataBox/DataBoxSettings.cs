using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.DataBox;

/// <summary>The keys of a plan's <c>backup</c> of kind <c>dataBox</c>.</summary>
internal sealed record DataBoxSettings
{
    /// <summary>The storage account that Azure copies the device into, as a connection string, a URL with a signature, or the account's URL.</summary>
    [Required]
    public required string Connection { get; init; }

    /// <summary>The container in it.</summary>
    /// <value><c>backups</c> by default.</value>
    [RegularExpression("^[a-z0-9](-?[a-z0-9]){2,62}$")]
    public string Container { get; init; } = "backups";

    /// <summary>The id of the same storage account.</summary>
    [Required]
    public required string StorageAccountId { get; init; }

    /// <summary>The id of the resource group of the order.</summary>
    [Required]
    public required string ResourceGroupId { get; init; }

    /// <summary>The region of the order, for example <c>westeurope</c>.</summary>
    [Required]
    public required string Location { get; init; }

    /// <summary>The device: <c>DataBox</c>, <c>DataBoxDisk</c> or <c>DataBoxHeavy</c>.</summary>
    /// <value><c>DataBox</c> by default.</value>
    [RegularExpression("^(DataBox|DataBoxDisk|DataBoxHeavy)$")]
    public string Sku { get; init; } = "DataBox";

    /// <summary>Whom the carrier and Azure ask.</summary>
    [Required]
    public required DataBoxContact Contact { get; init; }

    /// <summary>Where the device is sent.</summary>
    [Required]
    public required DataBoxAddress Address { get; init; }

    /// <summary>Where the device's share for block blobs is mounted on this host.</summary>
    [Required]
    public required string DevicePath { get; init; }

    /// <summary>
    /// Whether nothing is copied before somebody has made the file <c>.confirmed</c> in the mounted share, so that a folder
    /// without a device behind it is not filled.
    /// </summary>
    /// <value><see langword="true"/> by default.</value>
    public bool RequireConfirmation { get; init; } = true;

    /// <summary>The name of an order that was placed ahead, in the same resource group. It is used, and never cancelled.</summary>
    /// <value>None by default: the order is placed by the migration.</value>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9-]{1,22}[A-Za-z0-9]$")]
    public string? OrderName { get; init; }

    /// <summary>How many requests are under way at once when a backup is brought back.</summary>
    /// <value>8 by default; 1 to 64.</value>
    [Range(1, 64)]
    public int Parallelism { get; init; } = 8;

    /// <summary>How much memory that uses for data.</summary>
    /// <value>64 MiB by default; 1 MiB to 1 GiB.</value>
    [Range(1L << 20, 1L << 30)]
    public long MemoryBytes { get; init; } = 64L << 20;
}
