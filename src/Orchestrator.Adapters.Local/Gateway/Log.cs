using Microsoft.Extensions.Logging;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Gateway;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Gateway: users on {Listen}, administration on {Admin}, key in {KeyFile}; traffic goes to the {Side}, held: {IsHeld}.")]
    public static partial void GatewayStarted(this ILogger logger, Uri listen, Uri admin, string keyFile, Side side, bool isHeld);

    [LoggerMessage(2, LogLevel.Information, "Traffic goes to the {Side}, held: {IsHeld} (revision {Revision}).")]
    public static partial void TrafficSet(this ILogger logger, Side side, bool isHeld, long revision);

    [LoggerMessage(3, LogLevel.Warning, "Traffic was not changed: {Reason}")]
    public static partial void TrafficNotSet(this ILogger logger, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The {Side} at {Address} failed a request with {Status}: {Cause}")]
    public static partial void SideFailed(this ILogger logger, Side side, string address, int status, string cause);

    [LoggerMessage(5, LogLevel.Warning, "The key file {KeyFile} can be read by others than its owner. Run: chmod 600 {KeyFile}")]
    public static partial void KeyFileIsOpen(this ILogger logger, string keyFile);
}
