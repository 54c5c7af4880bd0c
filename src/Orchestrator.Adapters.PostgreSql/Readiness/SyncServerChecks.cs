using System.Globalization;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Readiness;

/// <summary>Whether servers can lead and follow: versions, settings and rights.</summary>
internal static class SyncServerChecks
{
    /// <summary>The oldest server that publishes partitioned tables through their roots.</summary>
    private const int OldestMajor = 13;

    /// <summary>One for the follower, one for what notes changes for the comparison.</summary>
    private const int SlotsNeeded = 2;

    private const string Settings = """
        SELECT current_setting('wal_level'), current_setting('max_replication_slots')::bigint - (SELECT count(*) FROM pg_replication_slots),
            current_setting('max_wal_senders')::bigint - (SELECT count(*) FROM pg_stat_replication),
            (SELECT rolsuper OR rolreplication FROM pg_roles WHERE rolname = current_user)
        """;

    // Managed servers let their administrators subscribe without being superusers.
    private const string Following = """
        SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
                OR EXISTS (SELECT 1 FROM pg_roles WHERE rolname IN ('pg_create_subscription', 'azure_pg_admin', 'rds_superuser', 'cloudsqlsuperuser') AND pg_has_role(oid, 'MEMBER')),
            current_setting('max_logical_replication_workers')::bigint - (SELECT count(*) FROM pg_stat_subscription WHERE pid IS NOT NULL),
            current_setting('max_worker_processes')::bigint - (SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'logical replication%'),
            current_setting('max_replication_slots')::bigint - (SELECT count(*) FROM pg_replication_origin)
        """;

    /// <summary>Compares major versions.</summary>
    public static IEnumerable<Finding> CompareVersions(int source, int target, bool isReverseWanted, Sides sides)
    {
        if (source < OldestMajor)
            yield return new Finding(sides.SourceName, $"PostgreSQL {source} is too old to be followed: {OldestMajor} and newer can", $"Upgrade the source to {OldestMajor} or newer with pg_upgrade, or choose strategy: offline", true);
        if (isReverseWanted && target != source)
            yield return new Finding(sides.SourceName, $"after the cutover it follows a server of version {target} with one of {source}", "Nothing to do, unless the application starts to use what the older version does not have", false);
    }

    /// <summary>Finds what keeps a server from being followed.</summary>
    public static async Task<IReadOnlyList<Finding>> CheckLeaderAsync(Session session, Endpoint endpoint, string subject, CancellationToken cancellation)
    {
        var (level, slots, senders, mayReplicate) = (await session.ListAsync(
            Settings, row => (row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetBoolean(3)), cancellation))[0];
        var findings = new List<Finding>();
        if (level != "logical")
            findings.Add(new Finding(subject, $"wal_level is {level}: its changes cannot be followed", "ALTER SYSTEM SET wal_level = 'logical'; then restart the server", true));
        if (slots < SlotsNeeded)
            findings.Add(new Finding(subject, $"{slots} replication slots are free and {SlotsNeeded} needed", Raise("max_replication_slots", SlotsNeeded - slots), true));
        if (senders < SlotsNeeded)
            findings.Add(new Finding(subject, $"{senders} WAL senders are free and {SlotsNeeded} needed", Raise("max_wal_senders", SlotsNeeded - senders), true));
        if (!mayReplicate)
            findings.Add(new Finding(subject, $"{endpoint.User} may not replicate", $"ALTER ROLE {SqlText.Identifier(endpoint.User)} REPLICATION", true));
        else if (level == "logical" && senders > 0 && await TryReplicationAsync(endpoint, cancellation) is { } problem)
            findings.Add(new Finding(subject, $"it accepts no replication connection ({problem})", $"In its pg_hba.conf, let {endpoint.User} in from here and from the other server; then SELECT pg_reload_conf()", true));
        return findings;
    }

    /// <summary>Finds what keeps a server from following.</summary>
    public static async Task<IReadOnlyList<Finding>> CheckFollowerAsync(Session session, Endpoint endpoint, string subject, CancellationToken cancellation)
    {
        var (maySubscribe, logical, workers, origins) = (await session.ListAsync(
            Following, row => (row.GetBoolean(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), cancellation))[0];
        var findings = new List<Finding>();
        if (!maySubscribe)
            findings.Add(new Finding(subject, $"{endpoint.User} may not make a subscription", session.Major >= 16
                ? $"As a superuser: GRANT pg_create_subscription TO {SqlText.Identifier(endpoint.User)}" : "Connect as a superuser: before version 16 only they may", true));
        if (logical < 1)
            findings.Add(new Finding(subject, "no logical replication worker is free", Raise("max_logical_replication_workers", 1), true));
        if (workers < 1)
            findings.Add(new Finding(subject, "no worker process is free", Raise("max_worker_processes", 1), true));
        if (origins < 1)
            findings.Add(new Finding(subject, "no replication origin is free (their number is max_replication_slots)", Raise("max_replication_slots", 1), true));
        return findings;
    }

    private static async Task<string?> TryReplicationAsync(Endpoint endpoint, CancellationToken cancellation)
    {
        try
        {
            await using var connection = await endpoint.OpenReplicationAsync("orchestrator", cancellation);
            return null;
        }
        catch (AdapterException error)
        {
            return error.Problem;
        }
    }

    private static string Raise(string setting, long by) =>
        $"ALTER SYSTEM SET {setting} = {by.ToString(CultureInfo.InvariantCulture)} more than SHOW {setting} says; then restart the server";
}
