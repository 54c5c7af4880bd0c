namespace Orchestrator.Adapters.Files.Folder;

/// <summary>A file of a stored backup.</summary>
/// <param name="Path">Where it is in the backup, with slashes.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="Sha256">Its hash.</param>
internal sealed record FolderFile(string Path, long SizeBytes, string Sha256);
