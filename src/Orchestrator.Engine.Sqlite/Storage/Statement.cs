using SQLitePCL;

namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>
/// One prepared statement. Talks to SQLite directly: the ADO.NET layer's parameter objects cost more than the
/// statements themselves at tens of thousands a second.
/// </summary>
/// <threadsafety>Belongs to the thread that uses its connection.</threadsafety>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _statement;

    public Statement(sqlite3 db, string sql)
    {
        _db = db;
        Check(raw.sqlite3_prepare_v2(db, sql, out _statement));
    }

    /// <summary>How many rows the last executed statement of this connection changed.</summary>
    public int Changes => raw.sqlite3_changes(_db);

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public Statement Bind(int index, long? value) => value is { } known ? Bind(index, known) : BindNull(index);

    public Statement Bind(int index, string? value)
    {
        if (value is null)
            return BindNull(index);
        Check(raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Execute()
    {
        while (Read())
        {
        }
    }

    /// <summary>Moves to the next row; at the end the statement is ready to be used again.</summary>
    public bool Read()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        Reset();
        return code == raw.SQLITE_DONE ? false : throw Error();
    }

    public void Reset() => _ = raw.sqlite3_reset(_statement); // repeats the error of the step, which was reported there

    public long Int(int column) => raw.sqlite3_column_int64(_statement, column);

    public long? IntOrNull(int column) => IsNull(column) ? null : Int(column);

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public void Dispose() => _statement.Dispose();

    private bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    private Statement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Error();
    }

    private StorageException Error() => new(raw.sqlite3_extended_errcode(_db), raw.sqlite3_errmsg(_db).utf8_to_string());
}
