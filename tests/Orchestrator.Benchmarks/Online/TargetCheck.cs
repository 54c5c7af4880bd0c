using System.Globalization;
using Npgsql;

namespace Orchestrator.Benchmarks.Online;

/// <summary>Says whether a target is right, by plain SQL and without trusting anybody's exit code.</summary>
internal static class TargetCheck
{
    private static readonly (string Name, string Sql)[] Facts =
    [
        ("events", "SELECT count(*) || '/' || sum(account) || '/' || sum(delta) || '/' || max(id) FROM events"),
        ("events_id_seq", "SELECT last_value || '/' || is_called FROM events_id_seq"),
        ("customers", "SELECT count(*) || '/' || max(id) FROM customers"),
        ("customers_id_seq", "SELECT last_value || '/' || is_called FROM customers_id_seq"),
        ("pgbench_accounts", "SELECT count(*) || '/' || sum(abalance) FROM pgbench_accounts"),
        ("pgbench_branches", "SELECT sum(bbalance)::text FROM pgbench_branches"),
        ("pgbench_tellers", "SELECT sum(tbalance)::text FROM pgbench_tellers"),
        ("pgbench_history", "SELECT count(*) || '/' || coalesce(sum(delta), 0) FROM pgbench_history"),
        ("indexes and constraints", """
            SELECT string_agg(line, ' ' ORDER BY line COLLATE "C") FROM (
              SELECT indexrelid::regclass || ':' || indisvalid FROM pg_index WHERE indrelid::regclass::text ~ '^(pgbench_|events|customers)'
              UNION ALL SELECT conname FROM pg_constraint WHERE conrelid::regclass::text ~ '^(pgbench_|events|customers)') found (line)
            """),
    ];

    /// <summary>Compares both sides, which must stand still.</summary>
    /// <returns>What differs, in words; nothing when the target is right.</returns>
    public static async Task<IReadOnlyList<string>> FindAsync(BenchDatabase database)
    {
        await using var source = await BenchDatabase.OpenAsync(database.SourceConnection);
        await using var target = await BenchDatabase.OpenAsync(database.TargetConnection);
        var sums = ContentSums.Tables.Select(table => ($"content of {table}", ContentSums.Exact(table)));
        List<string> wrong = [];
        foreach (var (name, sql) in Facts.Concat(sums))
        {
            var both = await Task.WhenAll(ReadAsync(source, sql), ReadAsync(target, sql));
            if (both[0] != both[1])
                wrong.Add($"{name}: source {both[0]}, target {both[1]}");
        }

        return wrong;
    }

    /// <summary>Compares the rows that the clients' acknowledged writes should have made with those that are there.</summary>
    /// <param name="target">The target.</param>
    /// <param name="before">How many events there were before the clients began.</param>
    /// <param name="acknowledged">How many writes were acknowledged since.</param>
    /// <returns>What is missing, in words; nothing when nothing is. A write whose answer the freeze cut off may be there as well.</returns>
    public static async Task<IReadOnlyList<string>> FindLostAsync(NpgsqlConnection target, long before, long acknowledged)
    {
        var there = await CountEventsAsync(target) - before;
        return there < acknowledged
            ? [string.Create(CultureInfo.InvariantCulture, $"{acknowledged - there} of {acknowledged} acknowledged writes are missing")]
            : [];
    }

    public static async Task<long> CountEventsAsync(NpgsqlConnection session) =>
        (long)(await BenchDatabase.ScalarAsync(session, "SELECT count(*) FROM events"))!;

    // A table or column that a method forgot is a finding and not the end of the benchmark.
    private static async Task<string> ReadAsync(NpgsqlConnection session, string sql)
    {
        try
        {
            return await BenchDatabase.ScalarAsync(session, sql) as string ?? "nothing";
        }
        catch (PostgresException error)
        {
            return error.MessageText;
        }
    }
}
