using System.Text.Json;
using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>
/// The machine that Azure makes for a migration, with its disks and network interfaces. Only what this migration let Azure
/// make is ever stopped or removed: it was seen to be absent before, and it is the same one since.
/// </summary>
/// <param name="run">The replicated machine.</param>
internal sealed class TargetMachine(ReplicationRun run)
{
    private const string Machines = "2023-07-01";
    private const string Disks = "2023-04-02";
    private const string Interfaces = "2023-05-01";

    private ReplicationJob Job => run.Job;

    /// <summary>Looks at it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns><see langword="null"/> when there is none.</returns>
    public Task<ArmAnswer?> FindAsync(CancellationToken cancellation) => run.Arm.FindAsync(Job.TargetMachine, Machines, cancellation);

    /// <summary>Whether something stands in its place that this migration did not make.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether it does.</returns>
    public async Task<bool> IsOccupiedAsync(CancellationToken cancellation) =>
        await FindAsync(cancellation) is { } found && !IsOwn(found.Body);

    /// <summary>Notes, before it is made, that there is none.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is noted.</returns>
    /// <exception cref="AdapterException">There is one.</exception>
    public async Task ClaimAsync(CancellationToken cancellation)
    {
        if (run.Record.Target is not null)
            return;
        if (!Job.IsReturn && await FindAsync(cancellation) is not null)
        {
            var occupied = ReplicationErrors.Occupied(Job);
            throw new AdapterException(occupied.Problem, occupied.Subject, occupied.Remedy, isTransient: false);
        }

        var before = run.Record.IsOwn ? [] : await ListPartsAsync(cancellation);
        run.Note(record => record with { Target = new(Job.TargetMachine) { Before = before } });
    }

    // Who has set the replication up may have named a disk or an interface of their own, which the machine then gets.
    private async Task<IReadOnlyList<string>> ListPartsAsync(CancellationToken cancellation)
    {
        var machine = ResourceIds.Parse(Job.TargetMachine);
        var group = ResourceIds.OfGroup(machine.Subscription, machine.Group);
        var parts = run.Arm.ListAsync($"{group}/providers/Microsoft.Compute/disks", Disks, cancellation)
            .Concat(run.Arm.ListAsync($"{group}/providers/Microsoft.Network/networkInterfaces", Interfaces, cancellation));
        return await parts.Select(part => part.Text("id")).OfType<string>().ToListAsync(cancellation);
    }

    /// <summary>Notes what belongs to it, once it is made.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>It; <see langword="null"/> when there is none that is this migration's.</returns>
    public async Task<JsonElement?> NoteAsync(CancellationToken cancellation)
    {
        if (run.Record.Target is not { } target || await FindAsync(cancellation) is not { } found || !IsOwn(found.Body))
            return null;
        var profile = found.Body.Find("properties", "storageProfile") ?? default;
        string?[] disks = [profile.Text("osDisk", "managedDisk", "id"), .. profile.Items("dataDisks").Select(disk => disk.Text("managedDisk", "id"))];
        var interfaces = found.Body.Items("properties", "networkProfile", "networkInterfaces").Select(item => item.Text("id"));
        run.Note(record => record with
        {
            Target = target with
            {
                UniqueId = found.Body.Text("properties", "vmId") ?? target.UniqueId,
                Disks = [.. target.Disks.Union(disks.OfType<string>(), StringComparer.OrdinalIgnoreCase)],
                Interfaces = [.. target.Interfaces.Union(interfaces.OfType<string>(), StringComparer.OrdinalIgnoreCase)],
            },
        });
        return found.Body;
    }

    /// <summary>Stops it, so that it does not work beside a source that users write to again. Fine when there is none.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it does not run.</returns>
    public async Task StopAsync(CancellationToken cancellation)
    {
        if (await NoteAsync(cancellation) is null)
            return;
        await RequireOtherAsync(cancellation);
        await run.Arm.RunAsync(new()
        {
            Key = $"{Job.Kind}.{Job.Component}.stop-target",
            What = $"Stopping {Job.TargetMachine}, which Azure has started",
            Start = stop => run.Arm.PostAsync($"{Job.TargetMachine}/deallocate", Machines, null, stop),
        }, cancellation);
    }

    /// <summary>Removes it, and what belongs to it. Fine when it was never made, or is gone.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing of it is left.</returns>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        await NoteAsync(cancellation);
        if (run.Record.Target is not { } target)
            return;
        await RequireOtherAsync(cancellation);
        var isOccupied = await IsOccupiedAsync(cancellation);
        if (!isOccupied)
            await RemoveAsync(target.MachineId, Machines, cancellation);
        foreach (var id in target.Interfaces.Except(target.Before, StringComparer.OrdinalIgnoreCase))
            await RemovePartAsync(id, Interfaces, isOccupied, cancellation);
        foreach (var id in target.Disks.Except(target.Before, StringComparer.OrdinalIgnoreCase))
            await RemovePartAsync(id, Disks, isOccupied, cancellation);
        run.Note(record => record with { Target = null });
    }

    /// <summary>Refuses where there is no other machine: re-protection removes the one that it came from, and then this one is all there is.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the other one is there.</returns>
    /// <exception cref="AdapterException">This one is the only one with the data.</exception>
    public async Task RequireOtherAsync(CancellationToken cancellation)
    {
        if (Job.IsSourceInAzure && await run.Arm.FindAsync(Job.SourceMachine, Machines, cancellation) is null)
            throw new AdapterException($"{Job.SourceMachine} is gone, so that this machine is the only one with the data; it is neither stopped nor removed", Job.TargetMachine,
                "Go on there: open the target again. Where it is really not wanted: az vm delete --ids " + Job.TargetMachine, isTransient: false);
    }

    // Its parts were seen on it; one that another machine has taken since is that machine's.
    private async Task RemovePartAsync(string id, string apiVersion, bool isOccupied, CancellationToken cancellation)
    {
        if (await run.Arm.FindAsync(id, apiVersion, cancellation) is not { } found || IsForeign(found.Body))
            return;
        var user = UserOf(found.Body);
        if (user is null || (!isOccupied && ResourceIds.AreSame(user, Job.TargetMachine)))
            await RemoveAsync(id, apiVersion, cancellation);
    }

    private Task<ArmAnswer?> RemoveAsync(string id, string apiVersion, CancellationToken cancellation) => run.Arm.RunAsync(new()
    {
        Key = $"{Job.Kind}.{Job.Component}.remove.{id}",
        What = $"Removing {id}",
        Start = stop => run.Arm.DeleteAsync(id, apiVersion, stop),
        Probe = stop => run.Arm.ProbeGoneAsync(id, apiVersion, stop),
    }, cancellation);

    private static string? UserOf(JsonElement part) => part.Text("managedBy") ?? part.Text("properties", "virtualMachine", "id");

    private bool IsOwn(JsonElement machine) => run.Record.Target is { } target && !IsForeign(machine)
        && (target.UniqueId is null || target.UniqueId == machine.Text("properties", "vmId"));

    private bool IsForeign(JsonElement resource) => Job.IsTagged && ArmTags.MakerOf(resource) is { } maker && maker != run.Scope.MigrationId;
}
