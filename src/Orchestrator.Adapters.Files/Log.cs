using Microsoft.Extensions.Logging;

namespace Orchestrator.Adapters.Files;

/// <summary>What this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Backed up '{Path}': {ObjectCount} files and links, {SizeBytes} bytes.")]
    internal static partial void BackedUp(ILogger logger, string path, long objectCount, long sizeBytes);

    [LoggerMessage(2, LogLevel.Information, "Restored '{Path}': {ObjectCount} files and links, {SizeBytes} bytes.")]
    internal static partial void Restored(ILogger logger, string path, long objectCount, long sizeBytes);

    [LoggerMessage(3, LogLevel.Information, "Stored backup '{Name}' in '{Path}': {FileCount} files, {SizeBytes} bytes.")]
    internal static partial void Stored(ILogger logger, string name, string path, int fileCount, long sizeBytes);

    [LoggerMessage(4, LogLevel.Information, "Removed backup '{Name}' from '{Path}'.")]
    internal static partial void Removed(ILogger logger, string name, string path);

    [LoggerMessage(5, LogLevel.Information, "Copied '{SourcePath}' to '{TargetPath}', which follows from here on: {ObjectCount} files and links, {SizeBytes} bytes.")]
    internal static partial void Copied(ILogger logger, string sourcePath, string targetPath, long objectCount, long sizeBytes);
}
