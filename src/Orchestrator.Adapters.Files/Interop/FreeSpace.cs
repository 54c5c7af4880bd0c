namespace Orchestrator.Adapters.Files.Interop;

/// <summary>The room on a file system for this process.</summary>
/// <param name="SizeBytes">Free bytes; <see langword="null"/> when the file system does not count them.</param>
/// <param name="FileCount">Free inodes; <see langword="null"/> when the file system does not count them.</param>
internal sealed record FreeSpace(long? SizeBytes, long? FileCount);
