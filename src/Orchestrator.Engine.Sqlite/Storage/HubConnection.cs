using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>One connection to the hub file with its prepared statements.</summary>
/// <threadsafety>Not thread safe.</threadsafety>
internal sealed class HubConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = [];

    public HubConnection(string hubPath, SqliteOpenMode mode)
    {
        // No pool: a pooled handle would keep the file open after the engine has stopped.
        var settings = new SqliteConnectionStringBuilder { DataSource = hubPath, Mode = mode, Pooling = false };
        _connection = new SqliteConnection(settings.ToString());
        _connection.Open();
    }

    /// <summary>A prepared statement, the same one for the same text.</summary>
    public Statement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement))
                _statements[sql] = statement = Prepare(sql);
            return statement;
        }
    }

    private sqlite3 Handle => _connection.Handle ?? throw new ObjectDisposedException(nameof(HubConnection));

    /// <summary>A prepared statement that the caller disposes of: for texts that are put together.</summary>
    public Statement Prepare(string sql) => new(Handle, sql);

    /// <summary>Runs a script of several statements.</summary>
    public void Run(string script)
    {
        var code = raw.sqlite3_exec(Handle, script);
        if (code != raw.SQLITE_OK)
            throw new StorageException(raw.sqlite3_extended_errcode(Handle), raw.sqlite3_errmsg(Handle).utf8_to_string());
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }
}
