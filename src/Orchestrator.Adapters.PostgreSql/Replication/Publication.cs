using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Which tables of the leader are followed: those that exist when it is made.</summary>
internal sealed class Publication(Session leader, SyncNames names)
{
    /// <summary>Makes it, and gives tables without a usable replica identity one in the same transaction: published without it, users could not change their rows.</summary>
    /// <returns>What identities were before.</returns>
    public async Task<IReadOnlyDictionary<string, string>> CreateAsync(CancellationToken cancellation)
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
