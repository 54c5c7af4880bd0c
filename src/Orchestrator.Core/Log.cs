using Microsoft.Extensions.Logging;
using Orchestrator.Core.Plans;

namespace Orchestrator.Core;

/// <summary>Everything that Core logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{MigrationId}: step {Step}, attempt {Attempt} failed: {Error}")]
    public static partial void StepFailed(ILogger logger, string migrationId, string step, int attempt, string error);

    [LoggerMessage(2, LogLevel.Warning, "{MigrationId}: a notification about {Event} could not be sent by {Kind}: {Error}")]
    public static partial void NotificationFailed(ILogger logger, string migrationId, string @event, string kind, string error);

    [LoggerMessage(3, LogLevel.Warning, "{MigrationId}: expired backups could not be removed: {Error}")]
    public static partial void RetentionFailed(ILogger logger, string migrationId, string error);

    [LoggerMessage(5, LogLevel.Warning, "{MigrationId}: whether somebody cancelled cannot be read now: {Error}")]
    public static partial void CancelUnknown(ILogger logger, string migrationId, string error);

    [LoggerMessage(4, LogLevel.Error, "{MigrationId}: the audit trail could not take \"{Text}\": {Error}")]
    public static partial void AuditFailed(ILogger logger, string migrationId, string text, string error);

    [LoggerMessage(8, LogLevel.Warning, "{MigrationId}: what was prepared for the switch of traffic could not be taken back, such as a short time that names are cached: {Error}")]
    public static partial void TrafficNotSettled(ILogger logger, string migrationId, string error);

    // Alerts look for these two by name: infra/modules/alerts.bicep.
    [LoggerMessage(6, LogLevel.Warning, "{MigrationId}: {Event}: {Text}")]
    public static partial void PeopleNeeded(ILogger logger, string migrationId, NotificationEvent @event, string text);

    [LoggerMessage(7, LogLevel.Information, "{MigrationId}: the follower is {LagBytes} bytes behind")]
    public static partial void SyncLag(ILogger logger, string migrationId, long lagBytes);

    [LoggerMessage(9, LogLevel.Information, "{MigrationId}: the check {Check} took too long to be tried ahead of the freeze: {Error}")]
    public static partial void CheckNotTried(ILogger logger, string migrationId, string check, string error);
}
