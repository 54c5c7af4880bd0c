using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Reads parts of a table on one side: ranges of keys, or single rows. Only keys and hashes cross the network.</summary>
internal static class RowReader
{
    /// <summary>Finds the last key of the next range.</summary>
    /// <returns><see langword="null"/> when fewer rows are left.</returns>
    public static async Task<string[]?> FindEndAsync(Session session, TrackedTable table, string[]? after, int rows, CancellationToken cancellation)
    {
        var sql = $"SELECT {KeyTexts(table)} FROM {From(table)} WHERE {Range(table, after, null)} ORDER BY {KeyNames(table)} OFFSET {rows - 1} LIMIT 1";
        return (await session.ListAsync(sql, row => row.GetFieldValue<string[]>(0), cancellation)).FirstOrDefault();
    }

    /// <summary>Adds up the rows of a range.</summary>
    public static async Task<RowSums> SumRangeAsync(Session session, TrackedTable table, string[]? after, string[]? end, CancellationToken cancellation) =>
        (await session.ListAsync(
            $"SELECT count(*), coalesce(sum(h1), 0)::text, coalesce(sum(h2), 0)::text FROM (SELECT {RelationReader.Hashes} FROM (SELECT {Row(table)} AS r FROM {From(table)} WHERE {Range(table, after, end)} OFFSET 0) rows) hashed",
            row => RowSums.Of(row.GetInt64(0), row.GetString(1), row.GetString(2)), cancellation))[0];

    /// <summary>Whether the order of two keys is the same here as where they come from.</summary>
    public static Task<bool> IsOrderedAsync(Session session, TrackedTable table, string[] low, string[] high, CancellationToken cancellation) =>
        session.ScalarAsync<bool>($"SELECT {Values(table, low)} < {Values(table, high)}", cancellation);

    /// <summary>Reads the rows of a range one by one: keys and hashes.</summary>
    public static async Task<Dictionary<string[], RowSums>> ReadRangeAsync(Session session, TrackedTable table, string[]? after, string[]? end, CancellationToken cancellation)
    {
        var rows = new Dictionary<string[], RowSums>(KeyComparer.Instance);
        var sql = $"SELECT k, {RelationReader.Hashes} FROM (SELECT {KeyTexts(table)} AS k, {Row(table)} AS r FROM {From(table)} WHERE {Range(table, after, end)} OFFSET 0) rows";
        await session.EachAsync(sql, row =>
        {
            rows[row.GetFieldValue<string[]>(0)] = Sums(row, 1);
            return Task.CompletedTask;
        }, cancellation);
        return rows;
    }

    /// <summary>Reads rows by their keys.</summary>
    /// <returns>For each key, in the same order, the row's hashes, or zero where there is no such row.</returns>
    public static async Task<RowSums[]> ReadKeysAsync(Session session, TrackedTable table, IReadOnlyList<string[]> keys, CancellationToken cancellation)
    {
        var rows = new RowSums[keys.Count];
        var columns = Enumerable.Range(0, table.Key.Count).ToList();
        await session.EachAsync(KeysQuery(table), row =>
        {
            rows[row.GetInt64(0) - 1] = Sums(row, 1);
            return Task.CompletedTask;
        }, cancellation, columns.Select(column => keys.Select(key => key[column]).ToArray()));
        return rows;
    }

    /// <summary>Counts all rows as one view of the server has them.</summary>
    /// <returns>The number of rows, and which view it was.</returns>
    public static async Task<(long Count, string Snapshot)> CountAsync(Session session, TrackedTable table, CancellationToken cancellation) =>
        (await session.ListAsync($"SELECT count(*), pg_current_snapshot()::text FROM {From(table)}", row => (row.GetInt64(0), row.GetString(1)), cancellation))[0];

    // The inner query is not merged into the outer one (OFFSET 0): one search in the index for each key, whatever the planner believes.
    private static string KeysQuery(TrackedTable table)
    {
        var numbers = Enumerable.Range(1, table.Key.Count).ToList();
        var arrays = string.Join(", ", numbers.Select(number => $"${number}::text[]"));
        var names = string.Join(", ", numbers.Select(number => $"k{number}"));
        var match = string.Join(" AND ", table.Key.Zip(numbers, (column, number) => $"{column.Quoted} = \"~keys\".k{number}::{column.Type}"));
        return $"""
            SELECT number, {RelationReader.Hashes} FROM unnest({arrays}) WITH ORDINALITY AS "~keys"({names}, number)
            CROSS JOIN LATERAL (SELECT {Row(table)} AS r FROM {From(table)} WHERE {match} OFFSET 0) rows
            """;
    }

    private static RowSums Sums(NpgsqlDataReader row, int column) => RowSums.OfRow(row.GetInt64(column), row.GetInt64(column + 1));

    private static string From(TrackedTable table) => $"{table.Relation.Only}{table.Relation.Name} AS \"~rows\"";

    private static string Row(TrackedTable table) => $"ROW({table.Relation.Columns})::text";

    private static string KeyNames(TrackedTable table) => string.Join(", ", table.Key.Select(column => column.Quoted));

    // As the stream of changes writes them, which a cast to text does not always do (boolean, inet, character).
    private static string KeyTexts(TrackedTable table) => $"ARRAY[{string.Join(", ", table.Key.Select(column => $"format('%s', {column.Quoted})"))}]";

    private static string Range(TrackedTable table, string[]? after, string[]? end)
    {
        var key = $"({KeyNames(table)})";
        return (after is null ? "true" : $"{key} > {Values(table, after)}") + (end is null ? "" : $" AND {key} <= {Values(table, end)}");
    }

    private static string Values(TrackedTable table, string[] key) =>
        $"({string.Join(", ", table.Key.Zip(key, (column, value) => $"{SqlText.Literal(value)}::{column.Type}"))})";
}
