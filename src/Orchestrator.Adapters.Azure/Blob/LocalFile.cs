namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>A file in the folder that is backed up.</summary>
/// <param name="Path">Its path in the folder, with slashes.</param>
/// <param name="FullPath">Where it lies.</param>
/// <param name="SizeBytes">Its size when the folder was looked through.</param>
internal sealed record LocalFile(string Path, string FullPath, long SizeBytes);
