namespace Orchestrator.Adapters.Azure.Replication;

/// <summary>A machine that this migration lets Azure make. Written down once it is seen that there is none, and before it is asked for.</summary>
/// <param name="MachineId">Its id.</param>
internal sealed record TargetRecord(string MachineId)
{
    /// <summary>What Azure calls this one machine, whatever is made later under the same id.</summary>
    public string? UniqueId { get; init; }

    /// <summary>The ids of the disks and network interfaces that were there already, where somebody else has set the replication up.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>The ids of its disks.</summary>
    public IReadOnlyList<string> Disks { get; init; } = [];

    /// <summary>The ids of its network interfaces.</summary>
    public IReadOnlyList<string> Interfaces { get; init; } = [];
}
