using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Which tables of the leader are followed: those that exist when it is made.</summary>
internal sealed class Publication(Session leader, SyncNames names)
{
    private const string Others = """
        SELECT coalesce(obj_description(oid, 'pg_publication'), ''), regexp_replace(pubname, '_root$', '') FROM pg_publication
        WHERE pubname ~ '^orchestrator_[0-9a-f]+_(fwd|rev)_root$' AND NOT starts_with(pubname::text, $1) ORDER BY pubname
        """;

    /// <summary>Why no migration but another may follow a database: each would take the other's replica identities for the users' own, and the first to end would stop users from changing rows.</summary>
    /// <param name="session">The database.</param>
    /// <param name="subject">The database, for people.</param>
    /// <param name="job">The names of this migration's own begin with this.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<AdapterException?> FindObstacleAsync(Session session, string subject, string job, CancellationToken cancellation)
    {
        var others = await session.ListAsync(Others, row => (Owner: row.GetString(0), Name: row.GetString(1)), cancellation, job);
        return others.Count == 0 ? null : new AdapterException($"migration {others[0].Owner} follows its changes already", subject,
            $"Finish or roll back that migration; if it is gone: DROP PUBLICATION {others[0].Name}, {others[0].Name}_root", isTransient: false);
    }

    /// <summary>Makes it, and gives tables without a usable replica identity one in the same transaction: published without it, users could not change their rows.</summary>
    /// <param name="owner">The migration, for people.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What identities were before.</returns>
    public async Task<IReadOnlyDictionary<string, string>> CreateAsync(string owner, CancellationToken cancellation)
    {
        var tables = await SyncedTable.ListAsync(leader, cancellation);
        var (_, memo) = await IdentityMemo.ReadAsync(leader, names.Job, cancellation);
        var changed = tables.Where(table => table.NeedsIdentity).ToList();
        foreach (var table in changed)
            memo.TryAdd(table.Name, table.Identity);
        await Transaction.RunAsync(
            leader,
            [
                .. changed.Select(table => $"ALTER TABLE ONLY {table.Name} REPLICA IDENTITY {table.BetterIdentity}"),
                Create(names.Publication, tables.Where(table => table.Publication == PublishedAs.Itself).Select(table => $"ONLY {table.Name}"), isViaRoot: false),
                Create(names.RootPublication, tables.Where(table => table.Publication == PublishedAs.Whole).Select(table => table.Name), isViaRoot: true),
                $"COMMENT ON PUBLICATION {names.Publication} IS {IdentityMemo.Write(memo)}",
                $"COMMENT ON PUBLICATION {names.RootPublication} IS {SqlText.Literal(owner)}",
            ],
            cancellation);
        return memo;
    }

    /// <summary>Removes it; the replica identities are restored unless the other direction's sync needs them here.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        var (holders, memo) = await IdentityMemo.ReadAsync(leader, names.Job, cancellation);
        string[] ours = [names.Publication, names.RootPublication];
        if (!holders.Overlaps(ours))
            return;
        var restoring = holders.IsSubsetOf(ours) ? await IdentityMemo.ListRestoringAsync(leader, memo, cancellation) : [];
        await Transaction.RunAsync(leader, [$"DROP PUBLICATION IF EXISTS {string.Join(", ", ours)}", .. restoring], cancellation);
    }

    private static string Create(string name, IEnumerable<string> tables, bool isViaRoot)
    {
        var list = string.Join(", ", tables);
        return $"CREATE PUBLICATION {name}{(list.Length == 0 ? "" : $" FOR TABLE {list}")} WITH (publish_via_partition_root = {(isViaRoot ? "true" : "false")})";
    }
}
