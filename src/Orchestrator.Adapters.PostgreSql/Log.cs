using Microsoft.Extensions.Logging;

namespace Orchestrator.Adapters.PostgreSql;

/// <summary>What this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Program} works on {Subject} for {Operation}")]
    public static partial void ToolStarted(ILogger logger, string program, string subject, string operation);

    [LoggerMessage(2, LogLevel.Warning, "{Subject}: objects are restored without their owners and rights, because {Reason}")]
    public static partial void OwnersLeftOut(ILogger logger, string subject, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Subject}: a setting was not brought over, because only a superuser may: {Statement}")]
    public static partial void SettingLeftOut(ILogger logger, string subject, string statement);

    [LoggerMessage(10, LogLevel.Information, "{Subject}: {Count} client sessions were ended for the freeze; open transactions: {Transactions}")]
    public static partial void SessionsEnded(ILogger logger, string subject, int count, string transactions);

    [LoggerMessage(4, LogLevel.Warning, "{Subject}: what a sync made there cannot be removed, because {Reason}")]
    public static partial void SideGone(ILogger logger, string subject, string reason);

    [LoggerMessage(5, LogLevel.Error, "{Subject}: the sync's replication slots kept more than {MostBytes} bytes of log and are dropped")]
    public static partial void SlotsDropped(ILogger logger, string subject, long mostBytes);

    [LoggerMessage(11, LogLevel.Information, "{Subject}: no checkpoint ahead of the freeze, because {Reason}")]
    public static partial void CheckpointLeftOut(ILogger logger, string subject, string reason);
}
