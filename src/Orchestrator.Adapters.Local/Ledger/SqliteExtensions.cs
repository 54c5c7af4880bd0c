using Microsoft.Data.Sqlite;

namespace Orchestrator.Adapters.Local.Ledger;

/// <summary>Short forms for statements with positional parameters <c>@0, @1, …</c>.</summary>
internal static class SqliteExtensions
{
    public static int Execute(this SqliteConnection connection, SqliteTransaction? transaction, string sql, params object?[] values)
    {
        using var command = Create(connection, transaction, sql, values);
        return command.ExecuteNonQuery();
    }

    public static object? Scalar(this SqliteConnection connection, SqliteTransaction? transaction, string sql, params object?[] values)
    {
        using var command = Create(connection, transaction, sql, values);
        return command.ExecuteScalar();
    }

    public static List<T> Query<T>(this SqliteConnection connection, SqliteTransaction? transaction, string sql, Func<SqliteDataReader, T> read, params object?[] values)
    {
        using var command = Create(connection, transaction, sql, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static SqliteCommand Create(SqliteConnection connection, SqliteTransaction? transaction, string sql, object?[] values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // All statements are constants of this assembly; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"@{i}", values[i] ?? DBNull.Value);
        }

        return command;
    }
}
