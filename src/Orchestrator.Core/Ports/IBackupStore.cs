using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>Keeps backups. A backup is a folder of files under a name; nothing counts as stored until all of it is committed.</summary>
public interface IBackupStore : IAdapter
{
    /// <summary>Stores a folder, in parallel and with bounded memory. A run after a kill sends only what is missing.</summary>
    /// <param name="plan">The part of the plan.</param>
    /// <param name="name">The backup's name: <c>migration-id/component</c>.</param>
    /// <param name="folder">What to store. Not changed by anybody meanwhile.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is stored, proven by the store's own word.</returns>
    /// <exception cref="AdapterException">The store cannot be reached or refuses.</exception>
    Task<StoredBackup> PutAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation);

    /// <summary>Brings a stored backup into a folder and verifies every hash. A run after a kill fetches only what is missing.</summary>
    /// <param name="plan">The part of the plan.</param>
    /// <param name="name">The backup's name.</param>
    /// <param name="folder">An existing folder; afterwards it holds the backup and nothing else.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was fetched.</returns>
    /// <exception cref="AdapterException">There is no complete backup of that name, a hash differs, or the store cannot be reached.</exception>
    Task<StoredBackup> GetAsync(BackupPlan plan, string name, string folder, StepScope scope, CancellationToken cancellation);

    /// <summary>Looks a stored backup up.</summary>
    /// <param name="plan">The part of the plan.</param>
    /// <param name="name">The backup's name.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The complete backup of that name, or <see langword="null"/>.</returns>
    /// <exception cref="AdapterException">The store cannot be reached.</exception>
    Task<StoredBackup?> FindAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation);

    /// <summary>Removes a backup, complete or half-stored. Fine when there is none.</summary>
    /// <param name="plan">The part of the plan.</param>
    /// <param name="name">The backup's name.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing of it is left.</returns>
    /// <exception cref="AdapterException">The store cannot be reached or refuses.</exception>
    Task RemoveAsync(BackupPlan plan, string name, StepScope scope, CancellationToken cancellation);

    /// <summary>Removes the backups under a prefix whose retention has passed.</summary>
    /// <param name="plan">The part of the plan; <see cref="BackupPlan.Retain"/> says how long.</param>
    /// <param name="now">The present time.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The names of the removed backups.</returns>
    /// <exception cref="AdapterException">The store cannot be reached or refuses.</exception>
    Task<IReadOnlyList<string>> RemoveExpiredAsync(BackupPlan plan, DateTimeOffset now, StepScope scope, CancellationToken cancellation);
}
