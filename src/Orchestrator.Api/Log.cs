using System.Net;
using Microsoft.Extensions.Logging;

namespace Orchestrator.Api;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Method} {Path} answered {Status} in {Elapsed} to {Caller}")]
    public static partial void Request(ILogger logger, string method, string path, int status, TimeSpan elapsed, string? caller);

    [LoggerMessage(2, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception error);

    [LoggerMessage(3, LogLevel.Warning, "A request from {Address} brought a wrong key")]
    public static partial void WrongKey(ILogger logger, IPAddress address);

    [LoggerMessage(4, LogLevel.Error, "The status of migration {MigrationId} cannot be read for its viewers; trying again")]
    public static partial void FeedFailed(ILogger logger, string migrationId, Exception error);

    [LoggerMessage(6, LogLevel.Error, "The list of migrations cannot be read for its viewers; trying again")]
    public static partial void OverviewFailed(ILogger logger, Exception error);

    [LoggerMessage(5, LogLevel.Warning, "The server is not ready: {Check} failed")]
    public static partial void NotReady(ILogger logger, string check, Exception error);
}
