using NpgsqlTypes;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Replication;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>The leader's changes, kept by a slot of our own until they have been compared. What is killed meanwhile reads them again.</summary>
internal sealed class ChangeStream(Session leader, SyncNames names)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private const string Find = """
        SELECT confirmed_flush_lsn, active_pid FROM pg_replication_slots
        WHERE slot_name = $1 AND database = current_database() AND wal_status IS DISTINCT FROM 'lost'
        """;

    // Whoever uses it was left by a killed run: nobody else knows of it.
    private const string EndUser = "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = $1 AND active_pid IS NOT NULL";

    private const string Peek = "SELECT data FROM pg_logical_slot_peek_binary_changes($1, $2::pg_lsn, $3, 'proto_version', '1', 'publication_names', $4)";

    /// <summary>Makes the slot if there is none that works.</summary>
    /// <returns>The position from which on no change is missed.</returns>
    public async Task<ulong> EnsureAsync(CancellationToken cancellation)
    {
        if (await FindAsync(cancellation) is { } position)
            return position;
        await DropAsync(cancellation);
        var made = await leader.ScalarAsync<NpgsqlLogSequenceNumber>("SELECT lsn FROM pg_create_logical_replication_slot($1, 'pgoutput')", cancellation, names.TrackerSlot);
        return (ulong)made;
    }

    /// <summary>Looks where the slot stands, and takes it from a session that a killed run has left.</summary>
    /// <returns><see langword="null"/> when there is none, or the server has removed what it kept.</returns>
    public async Task<ulong?> FindAsync(CancellationToken cancellation)
    {
        for (; ; await Task.Delay(Interval, cancellation))
        {
            var found = await leader.ListAsync(Find, row => (Position: (ulong)row.GetFieldValue<NpgsqlLogSequenceNumber>(0), IsBusy: !row.IsDBNull(1)), cancellation, names.TrackerSlot);
            if (found.Count == 0)
                return null;
            if (!found[0].IsBusy)
                return found[0].Position;
            await leader.ExecuteAsync(EndUser, cancellation, names.TrackerSlot);
        }
    }

    /// <summary>Reads changes without consuming them.</summary>
    /// <param name="until">The position up to which they are read.</param>
    /// <param name="most">More are read only to the end of a transaction.</param>
    /// <param name="read">Gets each message.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Whether all of them were read, not only the most.</returns>
    public async Task<bool> ReadAsync(ulong until, int most, Func<byte[], Task> read, CancellationToken cancellation)
    {
        var count = 0L;
        await leader.EachAsync(Peek, row =>
        {
            count++;
            return read(row.GetFieldValue<byte[]>(0));
        }, cancellation, names.TrackerSlot, Text(until), most, names.Publications);
        return count < most;
    }

    /// <summary>Lets the leader forget changes.</summary>
    public Task AdvanceAsync(ulong position, CancellationToken cancellation) =>
        leader.ExecuteAsync("SELECT pg_replication_slot_advance($1, $2::pg_lsn)", cancellation, names.TrackerSlot, Text(position));

    /// <summary>Removes the slot, used or not.</summary>
    public async Task DropAsync(CancellationToken cancellation)
    {
        while (await leader.ScalarAsync<long>("SELECT count(*) FROM pg_replication_slots WHERE slot_name = $1", cancellation, names.TrackerSlot) > 0)
        {
            await leader.ExecuteAsync(EndUser, cancellation, names.TrackerSlot);
            await leader.ExecuteAsync("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = $1 AND active_pid IS NULL", cancellation, names.TrackerSlot);
        }
    }

    private static string Text(ulong position) => new NpgsqlLogSequenceNumber(position).ToString();
}
