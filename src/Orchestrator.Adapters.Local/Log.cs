using Microsoft.Extensions.Logging;

namespace Orchestrator.Adapters.Local;

/// <summary>What this project logs. No message carries a secret.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Everybody on this machine can read the secret in {Path}; chmod 600 it")]
    public static partial void SecretFileReadableByEverybody(ILogger logger, string path);
}
