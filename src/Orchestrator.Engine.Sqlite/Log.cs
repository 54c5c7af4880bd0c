using Microsoft.Extensions.Logging;

namespace Orchestrator.Engine.Sqlite;

/// <summary>Everything that the engine logs. Never a payload: those belong to the people of the migration.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The engine runs on {HubPath}: {Instances} instances, {Tasks} activities and {Timers} timers taken up.")]
    public static partial void EngineStarted(ILogger logger, string hubPath, int instances, int tasks, int timers);

    [LoggerMessage(2, LogLevel.Information, "The engine on {HubPath} has stopped.")]
    public static partial void EngineStopped(ILogger logger, string hubPath);

    [LoggerMessage(3, LogLevel.Error, "Writing to {HubPath} failed and is tried again: {Problem}")]
    public static partial void WriteFailed(ILogger logger, string hubPath, string problem);

    [LoggerMessage(4, LogLevel.Information, "Writing to {HubPath} works again.")]
    public static partial void WritesRecovered(ILogger logger, string hubPath);

    [LoggerMessage(5, LogLevel.Error, "A write to {HubPath} was refused for good.")]
    public static partial void WriteRefused(ILogger logger, string hubPath, Exception error);

    [LoggerMessage(6, LogLevel.Debug, "Nothing to roll back: {Reason}")]
    public static partial void RollbackFailed(ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Error, "An episode of {InstanceId} failed inside the engine and is tried again.")]
    public static partial void EpisodeFailed(ILogger logger, string instanceId, Exception error);

    [LoggerMessage(8, LogLevel.Critical, "What {InstanceId} did cannot be stored; the instance rests until the next start.")]
    public static partial void EpisodeRefused(ILogger logger, string instanceId, Exception error);

    [LoggerMessage(9, LogLevel.Error, "{InstanceId} cannot go on and is left untouched until the next start: {Reason}")]
    public static partial void InstanceStuck(ILogger logger, string instanceId, string reason);

    [LoggerMessage(10, LogLevel.Warning, "The event {EventName} that {Sender} sent to {Receiver} was dropped: there is no such running instance.")]
    public static partial void EventDropped(ILogger logger, string sender, string eventName, string receiver);

    [LoggerMessage(11, LogLevel.Warning, "The activity {Activity} of {InstanceId} failed in delivery {Delivery}.")]
    public static partial void ActivityFailed(ILogger logger, string activity, string instanceId, int delivery, Exception error);

    [LoggerMessage(12, LogLevel.Information, "The activity {Activity} of {InstanceId} was interrupted by the shutdown and will be delivered again: {Reason}")]
    public static partial void ActivityInterrupted(ILogger logger, string activity, string instanceId, string reason);
}
