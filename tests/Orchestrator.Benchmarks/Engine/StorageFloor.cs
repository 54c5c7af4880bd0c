using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace Orchestrator.Benchmarks.Engine;

/// <summary>What one commit costs on this disk: one small row, <c>synchronous=FULL</c>, WAL, nothing else.</summary>
internal static class StorageFloor
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    public static double MeasureCommitsPerSecond(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, $"bench-floor-{Guid.NewGuid():n}.db")};Pooling=false");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO t (v) VALUES ('a row of about the size of a small history event, which is one hundred bytes')";
        insert.Prepare();
        var (started, commits) = (Stopwatch.GetTimestamp(), 0);
        for (; Stopwatch.GetElapsedTime(started) < Duration; commits++)
            insert.ExecuteNonQuery();
        return commits / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
