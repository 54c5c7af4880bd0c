using System.Text.RegularExpressions;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Tools;

/// <summary>Says what a failure of <c>pg_dump</c> or <c>pg_restore</c> means to the reader.</summary>
internal static partial class ToolErrors
{
    private static readonly (Regex Pattern, string Problem, string Remedy, bool IsTransient)[] Known =
    [
        (DiskFull(), "there is no space left", "Free or add space on the disk that the message names (the server's, or the one of the work folder), then retry", false),
        (WrongPassword(), "the password is wrong", "Correct the password in the connection string that the plan refers to", false),
        (LockTimeout(), "a table is locked by somebody else", "End the session that holds the lock or raise lockTimeout, then retry", true),
        (NoConnection(), "the server has no connection left", "Close connections, raise max_connections or lower the component's parallelism", true),
        (Unreachable(), "the connection to the server was lost or refused", "Check that the server runs, then retry", true),
        (NoRight(), "the user lacks a right", "Grant the right that the message names to the user of the connection string", false),
        (TooOld(), "the program is older than the server", "Install the client programs of the server's version", false),
    ];

    /// <summary>Explains a failure.</summary>
    /// <param name="program">The program.</param>
    /// <param name="subject">The database, for people.</param>
    /// <param name="errors">The error lines of its log, without secrets.</param>
    public static AdapterException Explain(string program, string subject, string errors)
    {
        var known = Array.Find(Known, known => known.Pattern.IsMatch(errors));
        var text = errors.Length > 0 ? errors : "it was ended from outside and left no message";
        return known.Pattern is null
            ? new AdapterException($"{program} failed ({text})", subject, "Mend what the message says, then retry", isTransient: errors.Length == 0)
            : new AdapterException($"{known.Problem} ({text})", subject, known.Remedy, known.IsTransient);
    }

    /// <summary>Whether a failure is about a locked table.</summary>
    public static bool IsLockTimeout(string errors) => LockTimeout().IsMatch(errors);

    [GeneratedRegex("No space left on device|disk full|could not extend file|Disk quota exceeded")]
    private static partial Regex DiskFull();

    [GeneratedRegex("password authentication failed|no password supplied")]
    private static partial Regex WrongPassword();

    // pg_dump takes its locks under a statement timeout of --lock-wait-timeout and has no other time limit.
    [GeneratedRegex("lock timeout|statement timeout|could not obtain lock on relation")]
    private static partial Regex LockTimeout();

    [GeneratedRegex("too many (clients|connections)|remaining connection slots")]
    private static partial Regex NoConnection();

    [GeneratedRegex("Connection refused|server closed the connection|terminating connection|database system is|timeout expired|could not translate host|no connection to the server|SSL connection has been closed")]
    private static partial Regex Unreachable();

    [GeneratedRegex("permission denied|must be (superuser|owner|member)|must have (admin|privileges)|row-level security")]
    private static partial Regex NoRight();

    [GeneratedRegex("server version mismatch|unsupported version")]
    private static partial Regex TooOld();
}
