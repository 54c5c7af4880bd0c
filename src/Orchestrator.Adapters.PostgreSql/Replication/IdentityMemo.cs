using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Durability;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>
/// Which tables had another replica identity before this migration came. It is kept in the comments of what a sync makes
/// on a server, so it cannot get lost by itself, and goes from one sync to the other: the last one that is removed from a
/// database restores the identities.
/// </summary>
internal static class IdentityMemo
{
    private const string Prefix = "replica identities before: ";

    // Starting with the job's name are those of both directions.
    private const string Comments = """
        SELECT pubname::text, obj_description(oid, 'pg_publication') FROM pg_publication WHERE starts_with(pubname::text, $1)
        UNION ALL SELECT subname::text, obj_description(oid, 'pg_subscription') FROM pg_subscription
            WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND starts_with(subname::text, $1)
        """;

    /// <summary>Reads what the syncs of a job remember in a database, and which of them there are.</summary>
    /// <returns>The names of their publications and subscriptions; and by table, what its identity was.</returns>
    public static async Task<(IReadOnlySet<string> Holders, SortedDictionary<string, string> Identities)> ReadAsync(Session session, string job, CancellationToken cancellation)
    {
        var comments = await session.ListAsync(Comments, row => (Holder: row.GetString(0), Text: row.IsDBNull(1) ? "" : row.GetString(1)), cancellation, job);
        var identities = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (_, text) in comments.Where(comment => comment.Text.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            foreach (var (table, identity) in DurableJson.Read<Dictionary<string, string>>(text[Prefix.Length..])!)
                identities.TryAdd(table, identity);
        }

        return (comments.Select(comment => comment.Holder).ToHashSet(), identities);
    }

    /// <summary>The comment that remembers.</summary>
    public static string Write(IReadOnlyDictionary<string, string> identities) => SqlText.Literal(Prefix + DurableJson.Write(identities));

    /// <summary>Statements that restore what is remembered, for those tables that still exist.</summary>
    public static async Task<IReadOnlyList<string>> ListRestoringAsync(Session session, IReadOnlyDictionary<string, string> identities, CancellationToken cancellation) =>
        identities.Count == 0 ? [] : await session.ListAsync(
            "SELECT format('ALTER TABLE ONLY %s REPLICA IDENTITY %s', to_regclass(key), value) FROM jsonb_each_text($1::jsonb) WHERE to_regclass(key) IS NOT NULL",
            row => row.GetString(0), cancellation, DurableJson.Write(identities)!);
}
