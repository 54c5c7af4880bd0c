using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>Where a tree of files goes: a container of blobs or a share, or a folder of one. It remembers on the target whose it is.</summary>
internal interface ITreeTarget
{
    /// <summary>Where it is, for people and tools; no secrets.</summary>
    string Location { get; }

    /// <summary>What keeps it from being prepared.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The error; <see langword="null"/> when nothing does.</returns>
    Task<AdapterException?> FindObstacleAsync(CancellationToken cancellation);

    /// <summary>Makes it, or takes over what is there and empty. Fine when this migration has done so before.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is this migration's.</returns>
    /// <exception cref="AdapterException">It holds something, or is another migration's.</exception>
    Task PrepareAsync(CancellationToken cancellation);

    /// <summary>Makes sure that it is this migration's.</summary>
    /// <param name="isToBeEmptied">Whether what is in it is removed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when files may be put there.</returns>
    /// <exception cref="AdapterException">This migration has not prepared it.</exception>
    Task OpenAsync(bool isToBeEmptied, CancellationToken cancellation);

    /// <summary>Removes what this migration put there, and the target itself when it made it. Fine when it never did, or it is gone already.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is gone.</returns>
    Task RemoveAsync(CancellationToken cancellation);

    /// <summary>What is wrong when files are there and nobody's mark is.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The error; <see langword="null"/> when it bears a mark, is empty, or does not exist.</returns>
    Task<AdapterException?> FindLossAsync(CancellationToken cancellation);

    /// <summary>Measures the files in it.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Their size; nothing when it does not exist.</returns>
    Task<DataSize> MeasureAsync(CancellationToken cancellation);

    /// <summary>Reads a file back.</summary>
    /// <param name="path">Its path in the tree.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is there; <see langword="null"/> when nothing is.</returns>
    Task<LedgerLine?> ReadAsync(string path, CancellationToken cancellation);
}
