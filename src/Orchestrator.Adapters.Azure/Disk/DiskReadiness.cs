using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>Looks whether a move can work, without changing anything.</summary>
/// <param name="job">The job.</param>
internal sealed class DiskReadiness(DiskJob job)
{
    private const string GroupVersion = "2022-09-01";

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
        job.CheckSource();
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
            _findings.Add(new($"VM {id}", $"it is in {machine.Body.Text("location")}, and the disk is to be in {job.Target.Location}", "Give the machine's region as the target's 'location'", IsBlocking: true));
        if (new DiskAttachment(job).OccupantOf(machine) is { } other)
            _findings.Add(new($"VM {id}", $"{other} has the number {job.Target.Lun}", "Give another 'lun' in the plan's target", IsBlocking: true));
    }
}
