using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Freezing;
using Orchestrator.Adapters.PostgreSql.Readiness;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>
/// Notices definitions that were changed on the leader since the baseline: a sync carries rows only. The two sides are
/// compared with each other, not with a record, so making the same change on the follower mends it.
/// </summary>
internal sealed class SchemaDrift(Session leader, Session follower, SyncNames names, string leaderSubject, string followerSubject)
{
    private const int Most = 10;

    // Every change of a definition writes a new version of a row of these; statistics and vacuums do not.
    private const string Fingerprint = """
        SELECT coalesce(sum(hashtextextended(version, 0)), 0)::text FROM (
            SELECT 'c' || oid::text || ':' || xmin::text FROM pg_class WHERE oid >= 16384
            UNION ALL SELECT 'a' || attrelid::text || ':' || attnum || ':' || xmin::text FROM pg_attribute WHERE attrelid >= 16384
            UNION ALL SELECT 'd' || oid::text || ':' || xmin::text FROM pg_attrdef
            UNION ALL SELECT 't' || oid::text || ':' || xmin::text FROM pg_type WHERE oid >= 16384
            UNION ALL SELECT 'e' || oid::text || ':' || xmin::text FROM pg_enum
            UNION ALL SELECT 'p' || oid::text || ':' || xmin::text FROM pg_proc WHERE oid >= 16384
            UNION ALL SELECT 'k' || oid::text || ':' || xmin::text FROM pg_constraint WHERE oid >= 16384
            UNION ALL SELECT 'i' || indexrelid::text || ':' || xmin::text FROM pg_index WHERE indexrelid >= 16384
            UNION ALL SELECT 'g' || oid::text || ':' || xmin::text FROM pg_trigger
            UNION ALL SELECT 'n' || oid::text || ':' || xmin::text FROM pg_namespace WHERE oid >= 16384
            UNION ALL SELECT 'l' || oid::text || ':' || xmin::text FROM pg_policy
            UNION ALL SELECT 'r' || oid::text || ':' || xmin::text FROM pg_rewrite WHERE oid >= 16384
            UNION ALL SELECT 'b' || oid::text || ':' || xmin::text FROM pg_publication_rel
            UNION ALL SELECT 's' || seqrelid::text || ':' || xmin::text FROM pg_sequence) versions(version)
        """;

    private const string ListPublished = "SELECT prrelid::regclass::text FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid WHERE p.pubname IN ($1, $2)";

    // Between major versions the same definition is worded in another way; what a column holds is not.
    private const string ListColumns = """
        SELECT 'column ' || c.oid::regclass || '.' || quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't' AND a.attnum > 0 AND NOT a.attisdropped AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        """;

    /// <summary>Looks; quick when nothing has changed since the last time.</summary>
    public async Task<IReadOnlyList<Finding>> FindAsync(SyncHistory history, CancellationToken cancellation)
    {
        var fingerprint = $"{await ReadFingerprintAsync(leader, cancellation)} {await ReadFingerprintAsync(follower, cancellation)}";
        if (history.Drift is { } known && known.Fingerprint == fingerprint)
            return known.Findings;
        var findings = await CompareAsync(cancellation);
        history.Drift = (fingerprint, findings);
        return findings;
    }

    private static Task<string> ReadFingerprintAsync(Session session, CancellationToken cancellation) =>
        session.ScalarAsync<string>(Fingerprint, cancellation);

    private async Task<IReadOnlyList<Finding>> CompareAsync(CancellationToken cancellation)
    {
        var findings = new List<Finding>();
        var onFollower = await SchemaReader.ReadAsync(follower, cancellation);
        var changes = await ListChangesAsync(await SchemaReader.ReadAsync(leader, cancellation), onFollower, cancellation);
        if (changes.Count > 0)
            findings.Add(new Finding(leaderSubject, $"definitions differ from the follower's: {SourceChecks.Shorten(changes)}", $"Make the same change in {followerSubject}, as the plan's user and after {Guard.Pass(names.Job)}, or take it back", true));
        findings.AddRange(await ListUnfollowedAsync(cancellation));
        return findings;
    }

    private async Task<List<string>> ListChangesAsync(SortedDictionary<string, string> onLeader, SortedDictionary<string, string> onFollower, CancellationToken cancellation)
    {
        var changes = onLeader.Keys.Except(onFollower.Keys).Select(name => $"{name} is only here")
            .Concat(onFollower.Keys.Except(onLeader.Keys).Select(name => $"{name} is only there"));
        var other = leader.Major == follower.Major ? (onLeader, onFollower) : (await ReadColumnsAsync(leader, cancellation), await ReadColumnsAsync(follower, cancellation));
        return [.. changes.Concat(other.Item1.Where(one => other.Item2.TryGetValue(one.Key, out var there) && there != one.Value).Select(one => $"{one.Key} is defined in another way")).Take(Most)];
    }

    private static async Task<SortedDictionary<string, string>> ReadColumnsAsync(Session session, CancellationToken cancellation) =>
        new((await session.ListAsync(ListColumns, row => (row.GetString(0), row.GetString(1)), cancellation)).ToDictionary(), StringComparer.Ordinal);

    private async Task<IEnumerable<Finding>> ListUnfollowedAsync(CancellationToken cancellation)
    {
        var published = await leader.ListAsync(ListPublished, row => row.GetString(0), cancellation, names.Publication, names.RootPublication);
        var tables = await SyncedTable.ListAsync(leader, cancellation);
        return tables.Where(table => table.Publication != PublishedAs.Part).Select(table => table.Name).Except(published).Take(Most).Select(table => new Finding(
            leaderSubject, $"table {table} came after the baseline and is not followed",
            $"Make it in {followerSubject}, as the plan's user and after {Guard.Pass(names.Job)}; then here: ALTER PUBLICATION {names.Publication} ADD TABLE {table}; then there: ALTER SUBSCRIPTION {names.Subscription} REFRESH PUBLICATION", true));
    }
}
