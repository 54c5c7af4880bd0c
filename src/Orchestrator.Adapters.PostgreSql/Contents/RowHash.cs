namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>
/// The 64-bit hash of a row as the server computes it: each column's hash is the seed of the next one's, so that values that
/// change places change it as well. It guards against accidents and not against somebody who makes collisions on purpose.
/// </summary>
/// <remarks>
/// Columns of frequent types are hashed as they are, which takes a third of the time of writing the row as text first; all
/// others are hashed as text. Both are as stable between servers as hash partitioning, which is built on the same functions.
/// </remarks>
internal static class RowHash
{
    // One bit of the first seed says whether a column is null.
    private const int MostDirect = 60;

    private const string Start = "1::bigint";

    /// <summary>Hashes text.</summary>
    /// <param name="text">An expression.</param>
    /// <param name="seed">What the hash begins with.</param>
    public static string OfText(string text, string seed = Start) => $"hashtextextended({text} COLLATE \"C\", {seed})";

    /// <summary>Hashes a row.</summary>
    /// <param name="columns">All its columns in an order that both sides share. A server's own view of what can be null makes no difference.</param>
    /// <returns>An expression, which is never null.</returns>
    public static string Of(IReadOnlyList<RowColumn> columns)
    {
        var direct = columns.Where(column => Direct(column.Type, "", "") is not null).Take(MostDirect).ToList();
        var others = columns.Except(direct).Select(column => column.Name).ToList();
        var hash = direct.Aggregate(Nulls(direct), (seed, column) => Direct(column.Type, Value(column), seed)!);
        return others.Count == 0 ? hash : OfText($"ROW({string.Join(", ", others)})::text", hash);
    }

    private static string Nulls(IEnumerable<RowColumn> columns) => string.Join(" | ",
    [
        Start,
        .. columns.Index().Where(each => each.Item.IsNullable).Select(each => $"CASE WHEN {each.Item.Name} IS NULL THEN {1L << (each.Index + 1)}::bigint ELSE 0::bigint END"),
    ]);

    private static string Value(RowColumn column) => column.IsNullable ? $"coalesce({column.Name}, {Zero(column.Type)})" : column.Name;

    private static string Zero(string type) => type switch
    {
        "boolean" => "false",
        "uuid" => "'00000000-0000-0000-0000-000000000000'::uuid",
        "smallint" or "integer" or "bigint" => "0",
        _ => "''",
    };

    // A bigint's hash is one of its halves folded into each other, so it takes one of them as well.
    private static string? Direct(string type, string value, string seed) => type switch
    {
        "boolean" or "smallint" => $"hashint4extended({value}::integer, {seed})",
        "integer" => $"hashint4extended({value}, {seed})",
        "bigint" => $"hashint4extended(({value} >> 32)::integer, hashint8extended({value}, {seed}))",
        "uuid" => $"uuid_hash_extended({value}, {seed})",
        "text" or "character varying" => OfText(value, seed),
        "character" => $"hashbpcharextended({value} COLLATE \"C\", {seed})",
        _ => null,
    };
}
