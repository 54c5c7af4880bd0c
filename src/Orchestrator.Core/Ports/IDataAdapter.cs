using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>Moves one body of data. All members are idempotent and may be killed at any instant and run again.</summary>
/// <remarks>
/// In a rehearsal (<see cref="StepScope.IsRehearsal"/>) "the target" is a copy beside the real one, named by
/// <see cref="StepScope.TargetName"/>, and the source goes on changing: the backup then records what it contains, so
/// that <see cref="CompareAsync"/> can compare with the backup and not with the source.
/// </remarks>
public interface IDataAdapter : IAdapter
{
    /// <summary>Whether <see cref="CompareAsync"/> can read the target while the workload there uses it.</summary>
    /// <value><see langword="true"/> unless an adapter says otherwise.</value>
    bool CanCompareWhileInUse => true;

    /// <summary>Looks whether the move can work, without changing anything and before any downtime.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Everything found at once: rights, versions, extensions, space, a target that is not empty. Blocking findings stop the migration.</returns>
    /// <exception cref="AdapterException">Source or target cannot be reached.</exception>
    Task<IReadOnlyList<Finding>> CheckReadinessAsync(DataComponent component, StepScope scope, CancellationToken cancellation);

    /// <summary>Measures a side.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="side">Which side.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How much there is.</returns>
    /// <exception cref="AdapterException">The side cannot be reached.</exception>
    Task<DataSize> MeasureAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation);

    /// <summary>Writes a complete backup of the source into a folder. A half-written one from an earlier run is finished or replaced.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="folder">An existing folder for this component alone; what is in it afterwards is the backup.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was backed up.</returns>
    /// <exception cref="AdapterException">The source cannot be read or the folder not written.</exception>
    Task<DataSize> BackUpAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation);

    /// <summary>Makes an empty target, or takes over an empty one that exists; remembers on the target which migration did.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the target can be restored into.</returns>
    /// <exception cref="AdapterException">The target holds something that this migration did not put there, or cannot be made.</exception>
    Task PrepareTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation);

    /// <summary>Restores a backup into the prepared target. What an earlier run left half-restored is finished or replaced.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="folder">The backup that <see cref="BackUpAsync"/> wrote.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was restored.</returns>
    /// <exception cref="AdapterException">The backup cannot be read or the target not written.</exception>
    Task<DataSize> RestoreAsync(DataComponent component, string folder, StepScope scope, CancellationToken cancellation);

    /// <summary>Compares everything in the target with the source or with the backup, object by object, by count and content checksum.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="backupFolder">The backup to compare with; <see langword="null"/> compares with the live source.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>One row per table or tree, equal or not, with the first differences.</returns>
    /// <exception cref="AdapterException">A side cannot be read.</exception>
    Task<DataComparison> CompareAsync(DataComponent component, string? backupFolder, StepScope scope, CancellationToken cancellation);

    /// <summary>Removes what this migration made or restored on the target, and nothing else. Fine when nothing was made, or it is gone already.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing half-built is left.</returns>
    /// <exception cref="AdapterException">It cannot be removed.</exception>
    Task RemoveTargetAsync(DataComponent component, StepScope scope, CancellationToken cancellation);

    /// <summary>Where a side is, for programs that use it: a connection string or a path. May be a secret.</summary>
    /// <param name="component">The part of the plan.</param>
    /// <param name="side">Which side; the target's is the copy in a rehearsal.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A connection string or a path.</returns>
    Task<string> GetEndpointAsync(DataComponent component, Side side, StepScope scope, CancellationToken cancellation);
}
