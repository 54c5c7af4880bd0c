using System.Security.Cryptography;
using System.Text;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>One data component as a step works on it: its keys, and the names that everything made for it has.</summary>
/// <param name="arm">Resource Manager, for the step.</param>
/// <param name="component">The part of the plan.</param>
internal sealed class DiskJob(ArmSession arm, DataComponent component)
{
    /// <summary>The version of disks and snapshots.</summary>
    public const string DiskVersion = "2023-04-02";

    /// <summary>The version of virtual machines.</summary>
    public const string MachineVersion = "2023-07-01";

    private const int LongestName = 80;

    /// <summary>Resource Manager.</summary>
    public ArmSession Arm => arm;

    /// <summary>The component's name.</summary>
    public string Component => component.Name;

    /// <summary>The component's own keys.</summary>
    public AzureDiskSettings Settings { get; } = component.ReadSettings<AzureDiskSettings>();

    /// <summary>The keys of the source.</summary>
    public AzureDiskSourceSettings Source { get; } = component.Source.ReadSettings<AzureDiskSourceSettings>();

    /// <summary>The keys of the target.</summary>
    public AzureDiskTargetSettings Target { get; } = component.Target.ReadSettings<AzureDiskTargetSettings>();

    /// <summary>The path of the source's VHD; <see langword="null"/> when the source is in Azure.</summary>
    public string? Vhd => Source.Vhd;

    /// <summary>The name of the disk that is made: in a rehearsal that of the copy.</summary>
    public string DiskName => arm.Scope.TargetName(Target.Name);

    /// <summary>The id of the disk that is made.</summary>
    public string DiskId => ResourceIds.Of(Target.Subscription, Target.ResourceGroup, "Microsoft.Compute/disks", DiskName);

    /// <summary>The id of the machine that it is attached to. In a rehearsal none: its place is the real disk's.</summary>
    public string? MachineId => arm.Scope.IsRehearsal || Target.Vm is null ? null : ResourceIds.Parse(Target.Vm, "Microsoft.Compute/virtualMachines").ToString();

    /// <summary>The id of the snapshot's copy in the target's region.</summary>
    public string CopyId => ResourceIds.Of(Target.Subscription, Target.ResourceGroup, "Microsoft.Compute/snapshots", SnapshotName("copy"));

    /// <summary>What errors call the disk.</summary>
    public string Subject => $"disk {DiskName} in {Target.ResourceGroup}";

    /// <summary>Where the component's own notes of this migration are kept.</summary>
    public string NoteFolder => Path.Combine(arm.Scope.WorkFolder, "azureDisk");

    /// <summary>The notes.</summary>
    public JournalFiles Notes => new(NoteFolder);

    /// <summary>Names something of this component uniquely in the migration.</summary>
    /// <param name="what">What it is.</param>
    /// <returns>The name, also of an operation.</returns>
    public string Key(string what) => $"azureDisk.{DiskName}.{component.Name}.{what}";

    /// <summary>The name of a snapshot of this migration.</summary>
    /// <param name="role">What it is for.</param>
    /// <returns>At most 80 letters.</returns>
    public string SnapshotName(string role)
    {
        var name = $"{arm.Scope.MigrationId}-{component.Name}-{role}";
        return name.Length <= LongestName ? name : $"{name[..60]}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..16]}";
    }

    /// <summary>Reads the disk that is made.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public Task<ArmAnswer?> FindDiskAsync(CancellationToken cancellation) => arm.FindAsync(DiskId, DiskVersion, cancellation);

    /// <summary>Whether this migration made a resource.</summary>
    /// <param name="resource">The resource.</param>
    /// <returns>Whether it bears its tag.</returns>
    public bool IsOwn(ArmAnswer resource) => ArmTags.IsOwn(resource.Body, arm.Scope);

    /// <summary>Refuses a plan that names no source or more than one, or a disk to start from that Azure would not take.</summary>
    /// <exception cref="AdapterException">It does.</exception>
    public void CheckPlan()
    {
        if (new[] { Source.Vhd, Source.Disk, Source.Vm }.Count(each => each is not null) != 1)
            throw new AdapterException("it names no disk, or more than one", $"the source of '{component.Name}'", "Give exactly one of 'vhd', 'disk' and 'vm'", isTransient: false);
        if (!Target.OsDisk)
            return;
        if (Target.Vm is null)
            throw Refuse("'osDisk' is set, and no machine is named that is to start from it", "Give 'vm', or leave 'osDisk' out");
        if (Vhd is not null && Target.OsType is null)
            throw Refuse("a machine is to start from it, and nothing tells Azure which operating system is on the VHD", "Give 'osType', and 'hyperVGeneration: V2' if it starts by UEFI");
        if (Target.Sku is "PremiumV2_LRS" or "UltraSSD_LRS")
            throw Refuse($"no machine starts from a disk of the kind {Target.Sku}", "Give another 'sku', for example Premium_LRS");
    }

    /// <summary>Refuses to touch the disks of a machine that is allocated.</summary>
    /// <param name="machineId">The machine.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is deallocated.</returns>
    /// <exception cref="AdapterException">It is allocated.</exception>
    public async Task CheckDeallocatedAsync(string machineId, CancellationToken cancellation)
    {
        var view = await arm.GetAsync($"{machineId}/instanceView", MachineVersion, cancellation);
        if (!view.Body.Items("statuses").Any(status => status.Text("code") == "PowerState/deallocated"))
            throw new AdapterException(
                "it is allocated, and its disks are changed while it is not", $"VM {machineId}", $"Deallocate it, then retry the step: az vm deallocate --ids {machineId}", isTransient: false);
    }

    private AdapterException Refuse(string problem, string remedy) => new(problem, $"the target of '{component.Name}'", remedy, isTransient: false);
}
