using Orchestrator.Core.Durability;
using SQLitePCL;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>SQLite refused an operation on the hub file.</summary>
internal sealed class StorageException(int code, string message) : OrchestratorException(
    $"The hub file cannot be read or written: {message} (SQLite error {code}).", IsTransientCode(code))
{
    public int Code { get; } = code;

    // The low byte is the primary code: https://www.sqlite.org/rescode.html
    private static bool IsTransientCode(int code) => (code & 0xff) is
        raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_NOMEM or
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PROTOCOL;
}
