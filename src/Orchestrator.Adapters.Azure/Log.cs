using Microsoft.Extensions.Logging;

namespace Orchestrator.Adapters.Azure;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Backup {Name} is stored at {Location}: {FileCount} files, {SizeBytes} bytes, of which {SentBytes} bytes were sent now")]
    public static partial void BackupStored(this ILogger logger, string name, string location, int fileCount, long sizeBytes, long sentBytes);

    [LoggerMessage(2, LogLevel.Information, "Backup {Name} was brought back: {FileCount} files, {SizeBytes} bytes, of which {FetchedBytes} bytes were fetched now")]
    public static partial void BackupFetched(this ILogger logger, string name, int fileCount, long sizeBytes, long fetchedBytes);

    [LoggerMessage(3, LogLevel.Information, "Backup {Name} is removed: {BlobCount} blobs")]
    public static partial void BackupRemoved(this ILogger logger, string name, int blobCount);

    [LoggerMessage(4, LogLevel.Warning, "{Manifest} is not a manifest that this product wrote; retention leaves it alone")]
    public static partial void ForeignManifest(this ILogger logger, string manifest);

    [LoggerMessage(5, LogLevel.Warning, "The audit trail of {MigrationId} has grown, but its head was not moved, so that the end could be cut off unseen: {Problem}")]
    public static partial void HeadNotMoved(this ILogger logger, string migrationId, string problem);

    [LoggerMessage(6, LogLevel.Warning, "Other instances do not see how far steps are, which does not affect the steps; said once until it works again: {Problem}")]
    public static partial void ProgressNotShared(this ILogger logger, string problem);

    [LoggerMessage(20, LogLevel.Information, "{MigrationId}: started in Azure: {What}")]
    public static partial void OperationStarted(this ILogger logger, string migrationId, string what);

    [LoggerMessage(21, LogLevel.Information, "{MigrationId}: taken up again, and not started a second time: {What}")]
    public static partial void OperationResumed(this ILogger logger, string migrationId, string what);

    [LoggerMessage(22, LogLevel.Information, "{MigrationId}: ended in Azure after {Age}: {What}: {Outcome}")]
    public static partial void OperationEnded(this ILogger logger, string migrationId, string age, string what, string outcome);

    [LoggerMessage(23, LogLevel.Warning, "{MigrationId}: {Subject} asks to wait {Wait}; {Waited} in all so far, of {Budget}")]
    public static partial void Throttled(this ILogger logger, string migrationId, string subject, string wait, string waited, string budget);

    [LoggerMessage(30, LogLevel.Warning, "{MigrationId}: {Resource} does not bear the tag of this migration any more and is left as it is")]
    public static partial void ResourceLeft(this ILogger logger, string migrationId, string resource);

    [LoggerMessage(31, LogLevel.Warning, "{MigrationId}: the resource group {Group}, which this migration made, is left because of what others have put there: {Resources}")]
    public static partial void GroupLeft(this ILogger logger, string migrationId, string group, string resources);

    [LoggerMessage(32, LogLevel.Warning, "{Location} is protected by a lease on its manifest: another migration still runs, or somebody else holds it; retention leaves it alone")]
    public static partial void BackupLeased(this ILogger logger, string location);

    [LoggerMessage(33, LogLevel.Information, "Backup {Name} is moved to the {Tier} tier: {BlobCount} blobs")]
    public static partial void BackupMoved(this ILogger logger, string name, string tier, int blobCount);

    [LoggerMessage(34, LogLevel.Warning, "{MigrationId}: the deployment wrote to {Resource}, and nothing proves that it was not there before; it is left as it is: remove it by hand if this migration made it")]
    public static partial void UnprovenLeft(this ILogger logger, string migrationId, string resource);
}
