using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>The way from one kind of source to the target disk. See <see cref="IDataAdapter"/> for what each member promises.</summary>
internal interface IDiskMove
{
    /// <summary>Writes the reference to the backup and the list of its pages.</summary>
    /// <param name="folder">The backup folder.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was backed up.</returns>
    Task<DataSize> BackUpAsync(string folder, CancellationToken cancellation);

    /// <summary>Makes what the content goes to, with our tags.</summary>
    /// <param name="cancellation">Gives up looking.</param>
    /// <returns>A task that completes when it is made.</returns>
    Task PrepareAsync(CancellationToken cancellation);

    /// <summary>Fills the disk.</summary>
    /// <param name="folder">The backup folder.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was restored.</returns>
    Task<DataSize> RestoreAsync(string folder, CancellationToken cancellation);
}
