using Azure;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>A manifest as it lies in the store.</summary>
/// <param name="Manifest">What it says; <see langword="null"/> when it is not one of ours.</param>
/// <param name="Sha256">The hash of its bytes.</param>
/// <param name="StoredAt">When the store says it was written.</param>
/// <param name="IsBeingRemoved">Whether the backup's removal has begun: then it does not count as stored any more.</param>
/// <param name="ETag">Its version.</param>
internal sealed record StoredManifest(BackupManifest? Manifest, string Sha256, DateTimeOffset StoredAt, bool IsBeingRemoved, ETag ETag)
{
    /// <summary>Whether somebody holds a lease on it.</summary>
    public bool IsLeased { get; init; }

    /// <summary>Whether the backup is complete.</summary>
    public bool IsComplete => Manifest is not null && !IsBeingRemoved;
}
