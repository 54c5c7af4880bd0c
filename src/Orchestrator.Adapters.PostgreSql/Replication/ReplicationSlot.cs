using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Npgsql.Replication;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>What makes the leader keep its changes until the follower has them.</summary>
internal static class ReplicationSlot
{
    private const string Oldest = """
        SELECT 'process ' || pid || ' (' || coalesce(usename, backend_type) || ', ' || coalesce(application_name, '') || ') in ' || coalesce(datname, '-') || ' since ' || xact_start::timestamptz(0)
        FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND NOT starts_with(application_name, $1) AND backend_type NOT LIKE 'logical replication %' AND xact_start < now() - $2
        UNION ALL SELECT 'prepared transaction ' || quote_literal(gid) || ' in ' || database FROM pg_prepared_xacts LIMIT 3
        """;

    private static readonly TimeSpan LongWhileUsersWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Makes one at the leader's present position.</summary>
    public static Task CreateAsync(Session leader, string slot, CancellationToken cancellation) =>
        leader.ListAsync("SELECT 1 FROM pg_create_logical_replication_slot($1, 'pgoutput')", _ => 0, cancellation, slot);

    /// <summary>Makes one together with a snapshot of the very moment from which it keeps changes.</summary>
    /// <exception cref="AdapterException">Somebody's transaction changes things for longer than <c>lockTimeout</c>; the message names it.</exception>
    public static async Task<Snapshot> CreateWithSnapshotAsync(Job job, string slot, CancellationToken cancellation)
    {
        var patience = string.Create(CultureInfo.InvariantCulture, $"lock_timeout={(long)job.Settings.LockTimeout.TotalMilliseconds}");
        await using var connection = await job.Source.WithServerSettings(patience).OpenReplicationAsync(job.Name, cancellation);
        try
        {
            var made = await connection.CreatePgOutputReplicationSlot(slot, slotSnapshotInitMode: LogicalSlotSnapshotInitMode.Export, cancellationToken: cancellation);
            return await Snapshot.ShareAsync(job.Source, job.Name, made.SnapshotName!, cancellation);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw await BlameAsync(job, error, cancellation);
        }
        catch (Exception error) when (error is NpgsqlException or IOException)
        {
            throw ServerErrors.Explain(error, job.Source.Subject);
        }
    }

    /// <summary>Whether there is one.</summary>
    public static async Task<bool> ExistsAsync(Session leader, string slot, CancellationToken cancellation) =>
        await leader.ScalarAsync<long>("SELECT count(*) FROM pg_replication_slots WHERE slot_name = $1", cancellation, slot) == 1;

    /// <summary>Removes one, whoever reads from it. Fine when there is none.</summary>
    /// <exception cref="AdapterException">Whoever reads from it does not let go.</exception>
    public static async Task DropAsync(Session leader, string slot, CancellationToken cancellation)
    {
        for (var since = Stopwatch.StartNew(); await ExistsAsync(leader, slot, cancellation); await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation))
        {
            if (since.Elapsed > Patience)
                throw new AdapterException($"replication slot {slot} stays in use", "the server", $"Run SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '{slot}'; SELECT pg_drop_replication_slot('{slot}')", isTransient: true);
            await TryDropAsync(leader, slot, cancellation);
        }
    }

    private static async Task TryDropAsync(Session leader, string slot, CancellationToken cancellation)
    {
        try
        {
            await leader.ListAsync("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = $1 AND active_pid IS NOT NULL", _ => 0, cancellation, slot);
            await leader.ListAsync("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1 AND active_pid IS NULL", _ => 0, cancellation, slot);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.ObjectInUse) || error.HasState(PostgresErrorCodes.UndefinedObject))
        {
            return; // somebody took it or dropped it between the two
        }
    }

    /// <summary>Looks ahead: a slot waits for every transaction of the server that changes something, in whichever database.</summary>
    /// <exception cref="AdapterException">One has been open for longer than users could be kept waiting; the message names it.</exception>
    public static async Task RequireQuickAsync(Endpoint leader, string job, CancellationToken cancellation)
    {
        await using var session = await leader.BorrowAsync(job, cancellation);
        if (await session.ListAsync(Oldest, row => row.GetString(0), cancellation, job, LongWhileUsersWait) is { Count: > 0 } holders)
            throw Blame(leader, holders, null);
    }

    private static async Task<AdapterException> BlameAsync(Job job, PostgresException error, CancellationToken cancellation)
    {
        await using var session = await job.Source.OpenAsync(job.Name, cancellation);
        return Blame(job.Source, await session.ListAsync(Oldest, row => row.GetString(0), cancellation, job.Name, TimeSpan.Zero), error);
    }

    private static AdapterException Blame(Endpoint leader, List<string> holders, Exception? error) => new(
        $"transactions that change something stay open, and changes can be kept only from their end on: {string.Join(", ", holders)}",
        leader.Subject, "Commit or end them (SELECT pg_terminate_backend(PROCESS), ROLLBACK PREPARED 'GID') or raise lockTimeout, then retry", isTransient: true, error);
}
