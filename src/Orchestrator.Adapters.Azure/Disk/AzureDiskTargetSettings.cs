using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>The keys under <c>target</c>: the managed disk to make.</summary>
internal sealed record AzureDiskTargetSettings
{
    /// <summary>The GUID of the subscription.</summary>
    [Required]
    public required string Subscription { get; init; }

    /// <summary>The resource group, which has to exist.</summary>
    [Required]
    public required string ResourceGroup { get; init; }

    /// <summary>The disk's name; nothing of that name may exist.</summary>
    [Required]
    public required string Name { get; init; }

    /// <summary>The region, for example <c>westeurope</c>.</summary>
    [Required]
    public required string Location { get; init; }

    /// <summary>How fast the disk is and how it is stored.</summary>
    /// <value><c>Premium_LRS</c> by default.</value>
    [RegularExpression("^(Standard_LRS|StandardSSD_LRS|StandardSSD_ZRS|Premium_LRS|Premium_ZRS|PremiumV2_LRS|UltraSSD_LRS)$")]
    public string Sku { get; init; } = "Premium_LRS";

    /// <summary>The availability zone.</summary>
    /// <value>None by default.</value>
    [RegularExpression("^[1-3]$")]
    public string? Zone { get; init; }

    /// <summary>The operating system on it, for a disk that a machine is to start from: <c>Linux</c> or <c>Windows</c>.</summary>
    /// <value>None by default: a disk with data.</value>
    [RegularExpression("^(Linux|Windows)$")]
    public string? OsType { get; init; }

    /// <summary>The generation of the machine that starts from it: <c>V1</c> (BIOS) or <c>V2</c> (UEFI).</summary>
    /// <value>None by default.</value>
    [RegularExpression("^V[12]$")]
    public string? HyperVGeneration { get; init; }

    /// <summary>The id of the virtual machine that the disk is attached to; it has to be deallocated then.</summary>
    /// <value>None by default.</value>
    public string? Vm { get; init; }

    /// <summary>Whether the machine is to start from it: it takes the place of the machine's disk with the operating system, which is kept.</summary>
    /// <value>No by default: it is attached as a data disk.</value>
    public bool OsDisk { get; init; }

    /// <summary>The number under which it is attached as a data disk.</summary>
    /// <value>0 by default; 0 to 63.</value>
    [Range(0, 63)]
    public int Lun { get; init; }
}
