using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Looks whether a move can work, without changing anything.</summary>
/// <param name="job">The job.</param>
internal sealed class DiskReadiness(DiskJob job)
{
    private const string GroupVersion = "2022-09-01";

    // What Azure takes a disk for that does not say.
    private const string FirstGeneration = "V1";

    // What machines have that take a disk without a security type.
    private const string NoSecurity = "Standard";

    private readonly List<Finding> _findings = [];

    /// <summary>Looks at everything.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was found.</returns>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancellation)
    {
        await NoteAsync(() => LookAtSourceAsync(cancellation));
        await NoteAsync(() => LookAtGroupAsync(cancellation));
        await NoteAsync(() => new ManagedDisk(job).CheckNameAsync(cancellation));
        await NoteAsync(() => LookAtMachineAsync(cancellation));
        return _findings;
    }

    // What is refused for good is found here; what may pass is the step's matter.
    private async Task NoteAsync(Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (AdapterException error) when (!error.IsTransient)
        {
            _findings.Add(new(error.Subject, error.Problem, error.Remedy, IsBlocking: true));
        }
    }

    private async Task LookAtSourceAsync(CancellationToken cancellation)
    {
        job.CheckPlan();
        if (job.Vhd is { } path)
            VhdFile.Open(path).Dispose();
        else
            await new DiskSnapshots(job).GetSourceAsync(cancellation);
    }

    private async Task LookAtGroupAsync(CancellationToken cancellation)
    {
        var group = ResourceIds.OfGroup(job.Target.Subscription, job.Target.ResourceGroup);
        if (await job.Arm.FindAsync(group, GroupVersion, cancellation) is null)
            _findings.Add(new($"resource group {job.Target.ResourceGroup}", "there is none", $"Make it: az group create --name {job.Target.ResourceGroup} --location {job.Target.Location}", IsBlocking: true));
    }

    private async Task LookAtMachineAsync(CancellationToken cancellation)
    {
        if (job.MachineId is not { } id)
            return;
        if (await job.Arm.FindAsync(id, DiskJob.MachineVersion, cancellation) is not { } machine)
        {
            _findings.Add(new($"VM {id}", "there is none yet, and the disk is attached to it", "Make it before the step 'restore', or let the plan's infrastructure make it", IsBlocking: false));
            return;
        }

        if (!string.Equals(machine.Body.Text("location"), job.Target.Location, StringComparison.OrdinalIgnoreCase))
            Block(id, $"it is in {machine.Body.Text("location")}, and the disk is to be in {job.Target.Location}", "Give the machine's region as the target's 'location'");
        if (job.Target.OsDisk)
            await LookAtOsDiskAsync(id, machine, cancellation);
        else if (new DiskAttachment(job).OccupantOf(machine) is { } other)
            Block(id, $"{other} has the number {job.Target.Lun}", "Give another 'lun' in the plan's target");
    }

    // What Azure refuses when the disks are swapped, which is hours into the downtime.
    private async Task LookAtOsDiskAsync(string id, ArmAnswer machine, CancellationToken cancellation)
    {
        var disk = OsDiskSwap.OsDiskOf(machine, id);
        if (job.Target.OsType is { } osType && disk.Text("osType") is { } present && !osType.Equals(present, StringComparison.OrdinalIgnoreCase))
            Block(id, $"it is a machine for {present}, and the disk holds {osType}", "Make another machine, or mend 'osType' in the plan's target");
        if (job.Vhd is null)
            return;
        if (machine.Body.Text("properties", "securityProfile", "securityType") is { } security && !security.Equals(NoSecurity, StringComparison.OrdinalIgnoreCase))
            Block(id, $"its security type is {security}, and the disk has none", $"Make the machine with securityType {NoSecurity}: az vm create --security-type {NoSecurity}");
        var view = await job.Arm.GetAsync($"{id}/instanceView", DiskJob.MachineVersion, cancellation);
        var generation = job.Target.HyperVGeneration ?? FirstGeneration;
        if (view.Body.Text("hyperVGeneration") is { } other && other != generation)
            Block(id, $"it is of the generation {other}, and the disk is to be of {generation}", "Give the machine's as the target's 'hyperVGeneration', if the VHD starts that way, or make another machine");
    }

    private void Block(string machineId, string problem, string remedy) => _findings.Add(new($"VM {machineId}", problem, remedy, IsBlocking: true));
}
