using Npgsql;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Connections;

/// <summary>Says what an error of a server means to the reader.</summary>
internal static class ServerErrors
{
    private static readonly Dictionary<string, (string Problem, string Remedy, bool IsTransient)> Known = new()
    {
        [PostgresErrorCodes.InvalidPassword] = ("the password is wrong", "Correct the password in the connection string that the plan refers to", false),
        [PostgresErrorCodes.InvalidAuthorizationSpecification] = ("the server does not let this user in", "Check the user name and the server's pg_hba.conf", false),
        [PostgresErrorCodes.InvalidCatalogName] = ("there is no such database", "Check the database name in the connection string", false),
        [PostgresErrorCodes.InsufficientPrivilege] = ("the user lacks a right", "Grant it to the user of the connection string", false),
        [PostgresErrorCodes.DiskFull] = ("the server's disk is full", "Free or add space on the server's disk", false),
        [PostgresErrorCodes.OutOfMemory] = ("the server is out of memory", "Raise max_locks_per_transaction or the server's memory", true),
        [PostgresErrorCodes.TooManyConnections] = ("the server has no connection left", "Close connections, raise max_connections or lower the component's parallelism", true),
        [PostgresErrorCodes.CannotConnectNow] = ("the server is starting up or shutting down", "Wait until it runs", true),
        [PostgresErrorCodes.AdminShutdown] = ("the server ended the connection", "Find out who stopped the server or the session", true),
        [PostgresErrorCodes.CrashShutdown] = ("the server crashed", "Look into the server's log", true),
        [PostgresErrorCodes.LockNotAvailable] = ("somebody holds a lock that is needed", "End the session that holds it", true),
        [PostgresErrorCodes.ObjectInUse] = ("it is in use by other sessions", "Close the sessions that use it", true),
    };

    /// <summary>Explains an error.</summary>
    /// <param name="error">What Npgsql threw.</param>
    /// <param name="subject">The database, for people.</param>
    public static AdapterException Explain(Exception error, string subject) => error switch
    {
        PostgresException server => Explain(server, subject),
        _ => new AdapterException("the server cannot be reached", subject,
            $"Check host, port, firewall and whether the server runs ({Root(error).Message})", isTransient: true, error),
    };

    /// <summary>Whether an explained error has a state.</summary>
    public static bool HasState(this AdapterException error, string sqlState) =>
        error.InnerException is PostgresException server && server.SqlState == sqlState;

    private static AdapterException Explain(PostgresException error, string subject) =>
        Known.TryGetValue(error.SqlState, out var known)
            ? new AdapterException($"{known.Problem} ({error.MessageText})", subject, known.Remedy, known.IsTransient, error)
            : new AdapterException($"the server refused ({error.SqlState}: {error.MessageText})", subject, "See the server's log", error.IsTransient, error);

    private static Exception Root(Exception error) => error.InnerException is { } inner ? Root(inner) : error;
}
