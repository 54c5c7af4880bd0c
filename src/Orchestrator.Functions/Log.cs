using Microsoft.Extensions.Logging;

namespace Orchestrator.Functions;

/// <summary>Everything that this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The ledger could not be asked about an activity that outlasts its function call; it is asked again: {Problem}")]
    public static partial void LedgerAway(ILogger logger, string problem);

    [LoggerMessage(2, LogLevel.Error, "'{Function}' of {Instance} failed: {Error}")]
    public static partial void FunctionFailed(ILogger logger, string function, string instance, string error);
}
