using System.Diagnostics;
using Npgsql;

namespace Orchestrator.Benchmarks.Online;

/// <summary>Checksums of whole tables in SQL.</summary>
internal static class ContentSums
{
    /// <summary>The tables, largest first.</summary>
    public static readonly string[] Tables =
        ["pgbench_accounts", "events", "customers", "pgbench_history", "pgbench_tellers", "pgbench_branches"];

    /// <summary>64 bits of each row, so that no two differences cancel out: for finding out who is right.</summary>
    public static string Exact(string table) => $"SELECT count(*) || '/' || sum(hashtextextended(t::text, 0)) FROM {table} t";

    /// <summary>
    /// Compares the way pgcopydb does, which is the peer where its own <c>compare data</c> is missing (added in 0.14): this
    /// statement on both sides at once, table by table. https://github.com/dimitri/pgcopydb (src/bin/pgcopydb/schema.c)
    /// </summary>
    /// <returns>How many seconds it took.</returns>
    /// <exception cref="InvalidOperationException">The sides differ.</exception>
    public static async Task<double> CompareAsync(BenchDatabase database)
    {
        var watch = Stopwatch.StartNew();
        await using var source = await BenchDatabase.OpenAsync(database.SourceConnection);
        await using var target = await BenchDatabase.OpenAsync(database.TargetConnection);
        foreach (var table in Tables)
        {
            var both = await Task.WhenAll(SumAsync(source, table), SumAsync(target, table));
            if (!Equals(both[0], both[1]))
                throw new InvalidOperationException($"{table} differs: {both[0]}, {both[1]}");
        }

        return watch.Elapsed.TotalSeconds;
    }

    private static Task<object?> SumAsync(NpgsqlConnection session, string table) =>
        BenchDatabase.ScalarAsync(session, $"SELECT count(1) || '/' || coalesce(sum(hashtext(t::text)::bigint), 0) FROM {table} t");
}
