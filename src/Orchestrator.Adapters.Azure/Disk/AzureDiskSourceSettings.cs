using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>The keys under <c>source</c>: exactly one of <c>vhd</c>, <c>disk</c> and <c>vm</c>.</summary>
internal sealed record AzureDiskSourceSettings
{
    /// <summary>The absolute path of a fixed VHD that nobody writes to, as Hyper-V or <c>qemu-img</c> export it.</summary>
    public string? Vhd { get; init; }

    /// <summary>The id of a managed disk, in any region or subscription that the host's identity may read.</summary>
    public string? Disk { get; init; }

    /// <summary>The id of a virtual machine whose disk is moved.</summary>
    public string? Vm { get; init; }

    /// <summary>Which data disk of the virtual machine.</summary>
    /// <value>None by default: its disk with the operating system; 0 to 63.</value>
    [Range(0, 63)]
    public int? Lun { get; init; }
}
