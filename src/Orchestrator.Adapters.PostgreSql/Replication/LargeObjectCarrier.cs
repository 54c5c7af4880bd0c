using System.Globalization;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Makes the follower's large objects what the leader's are: contents, owner and rights.</summary>
internal sealed class LargeObjectCarrier(Session leader, Session follower)
{
    private const int PieceBytes = 1 << 20;

    private const string IsAny = "SELECT EXISTS (SELECT 1 FROM pg_largeobject_metadata)";

    private static readonly Relation All = new(Relation.LargeObjects, 0, "", "oid");

    private static readonly string ListDigests = $"""
        SELECT k, md5(r) || pg_get_userbyid(m.lomowner) || coalesce((SELECT string_agg(one::text, ',' ORDER BY one::text) FROM unnest(m.lomacl) one), '')
        FROM ({All.Rows}) rows JOIN pg_largeobject_metadata m ON m.oid = k::oid
        """;

    private const string ListRights = """
        SELECT format('ALTER LARGE OBJECT %s OWNER TO %I', oid, pg_get_userbyid(lomowner)) FROM pg_largeobject_metadata WHERE oid = $1::oid
        UNION ALL SELECT format('GRANT %s ON LARGE OBJECT %s TO %s%s', a.privilege_type, m.oid,
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END)
        FROM pg_largeobject_metadata m CROSS JOIN LATERAL aclexplode(m.lomacl) a WHERE m.oid = $1::oid AND a.grantee <> m.lomowner
        """;

    /// <summary>Carries what differs.</summary>
    /// <returns>What was done, for the report; empty when there are none on either side.</returns>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        if (!await leader.ScalarAsync<bool>(IsAny, cancellation) && !await follower.ScalarAsync<bool>(IsAny, cancellation))
            return "";
        var wanted = ReadAsync(leader, cancellation);
        var found = await ReadAsync(follower, cancellation);
        var changed = (await wanted).Where(one => found.GetValueOrDefault(one.Key) != one.Value).Select(one => one.Key).ToList();
        var gone = found.Keys.Except((await wanted).Keys).ToList();
        await RemoveAsync([.. gone, .. changed.Where(found.ContainsKey)], cancellation);
        foreach (var id in changed)
            await CopyAsync(id, cancellation);
        return $"{changed.Count} changed and {gone.Count} removed large objects";
    }

    private static async Task<Dictionary<string, string>> ReadAsync(Session session, CancellationToken cancellation) =>
        (await session.ListAsync(ListDigests, row => (row.GetString(0), row.GetString(1)), cancellation)).ToDictionary();

    private async Task RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation)
    {
        if (ids.Count > 0)
            await follower.ListAsync($"SELECT count(lo_unlink(id)) FROM unnest(ARRAY[{string.Join(", ", ids)}]::oid[]) id", _ => 0, cancellation);
    }

    // Not one transaction, and yet repeatable: what a kill leaves half-written differs and is written anew.
    private async Task CopyAsync(string id, CancellationToken cancellation)
    {
        await follower.ListAsync($"SELECT lo_create({id})", _ => 0, cancellation);
        for (var offset = 0L; ; offset += PieceBytes)
        {
            var piece = await leader.ScalarAsync<byte[]>(string.Create(CultureInfo.InvariantCulture, $"SELECT lo_get({id}, {offset}, {PieceBytes})"), cancellation);
            if (piece.Length > 0)
                await follower.ListAsync(string.Create(CultureInfo.InvariantCulture, $"SELECT lo_put({id}, {offset}, $1)"), _ => 0, cancellation, piece);
            if (piece.Length < PieceBytes)
                break;
        }

        foreach (var statement in await leader.ListAsync(ListRights, row => row.GetString(0), cancellation, id))
            await follower.ExecuteAsync(statement, cancellation);
    }
}
