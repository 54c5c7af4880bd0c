using System.Data.Common;
using System.Net.Sockets;

namespace Orchestrator.Core.Durability;

/// <summary>Decides whether trying again may help.</summary>
public static class Transience
{
    /// <summary>Judges an exception.</summary>
    /// <param name="error">The exception.</param>
    /// <returns>
    /// What the error itself says when it is ours or a database driver's; otherwise <see langword="true"/> for
    /// time-outs, sockets and HTTP requests, and <see langword="false"/> for everything else.
    /// </returns>
    public static bool Of(Exception error) => error switch
    {
        OrchestratorException ours => ours.IsTransient,
        TaskFailedException failed => failed.Failure.IsTransient,
        DbException database => database.IsTransient,
        TimeoutException or SocketException or HttpRequestException => true,
        IOException { InnerException: SocketException } => true,
        AggregateException many => many.InnerExceptions.Count > 0 && many.InnerExceptions.All(Of),
        _ => false,
    };
}
