namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>A file of a backup and where its content lies.</summary>
/// <param name="Path">Its path in the backed-up folder, with slashes.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Sha256">The hash of its content, in lower-case hex.</param>
/// <param name="Blob">The blob below the backup's name; <see langword="null"/> for an empty file.</param>
/// <param name="OffsetBytes">Where in the blob it begins: not 0 for a small file that shares a blob.</param>
internal sealed record ManifestFile(string Path, long SizeBytes, string Sha256, string? Blob, long OffsetBytes);
