namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>Something with rows: a table, a leaf partition (or its root, where a leaf's rows depend on the server), a materialized view, or all large objects.</summary>
/// <param name="Name">Its name, qualified and quoted where needed.</param>
/// <param name="SizeBytes">Its size on disk without indexes.</param>
/// <param name="Columns">Its columns in an order that both sides share, quoted.</param>
/// <param name="Key">The columns of its primary key, or of a unique index without nulls, quoted; <see langword="null"/> when it has none.</param>
internal sealed record Relation(string Name, long SizeBytes, string Columns, string? Key)
{
    /// <summary>The name under which large objects are compared.</summary>
    public const string LargeObjects = "large objects";

    // Read in pieces: a large object may exceed what one value can hold. Holes in sparse ones read as zeros, as they do once restored.
    private const string LargeObjectRows = """
        SELECT m.oid::text AS k, pieces.r FROM pg_largeobject_metadata m CROSS JOIN LATERAL (
            WITH RECURSIVE piece(n, data) AS (
                SELECT 0::bigint, lo_get(m.oid, 0, 1048576)
                UNION ALL SELECT n + 1, lo_get(m.oid, (n + 1) * 1048576, 1048576) FROM piece WHERE length(data) = 1048576)
            SELECT string_agg(md5(data), ',' ORDER BY n) AS r FROM piece) pieces
        """;

    /// <summary>What keeps rows of child tables out; empty for a partitioned table that is compared as a whole.</summary>
    public string Only { get; init; } = "ONLY ";

    /// <summary>A query for its rows: <c>k</c>, what tells one from the other, and <c>r</c>, all of it as text.</summary>
    public string Rows => Name == LargeObjects ? LargeObjectRows : Key is null
        ? $"SELECT md5(r) AS k, r FROM (SELECT ROW({Columns})::text AS r FROM {Only}{Name} OFFSET 0) keyless"
        : $"SELECT {KeyText} AS k, ROW({Columns})::text AS r FROM {Only}{Name}";

    /// <summary>The hash of one of its rows, an expression. Not for large objects.</summary>
    public string RowHash { get; init; } = "";

    /// <summary>A query for the hashes of its rows, <c>h</c>.</summary>
    public string Hashes => Name == LargeObjects
        ? $"SELECT {Contents.RowHash.OfText("r")} AS h FROM ({LargeObjectRows}) rows"
        : $"SELECT {RowHash} AS h FROM {Only}{Name}";

    /// <summary>How a key is shown to people.</summary>
    public string KeyLabel => Name == LargeObjects ? "oid" : Key is null ? "md5 of row" : IsCompositeKey ? $"({Key})" : Key;

    private bool IsCompositeKey => Key!.Contains(", ", StringComparison.Ordinal);

    private string KeyText => IsCompositeKey ? $"ROW({Key})::text" : $"{Key}::text";
}
