using System.Globalization;
using Microsoft.Data.Sqlite;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Ledger;

/// <summary>A ledger in one SQLite file: write-ahead log, flushed to the disk at every commit.</summary>
/// <remarks>
/// The chain shows what was changed, removed or cut off by somebody who does not rewrite all that follows; whoever may
/// write the file and knows the chain can forge it whole, so keep the file to its owner and export trails elsewhere.
/// </remarks>
/// <threadsafety>All members are thread safe; calls take turns on one connection.</threadsafety>
public sealed class SqliteLedger : IMigrationLedger, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Opens a ledger; makes the file, its folder and its tables when they are missing.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="AdapterException">The file cannot be opened or written, or is no ledger.</exception>
    public SqliteLedger(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ToString());
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            Open();
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            _connection.Dispose();
            throw new AdapterException(
                $"the ledger cannot be opened ({error.Message})", $"file {path}",
                "Check that the file is a ledger and that its folder can be written by the user who runs the server",
                isTransient: false, error);
        }
    }

    /// <inheritdoc/>
    public Task<bool> AppendAsync(LedgerEntry entry, CancellationToken cancellation = default) =>
        TransactAsync(transaction => Append(transaction, entry), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LedgerEntry>> ReadAsync(string migrationId, CancellationToken cancellation = default) =>
        TransactAsync<IReadOnlyList<LedgerEntry>>(transaction => Read(transaction, migrationId), cancellation);

    /// <inheritdoc/>
    public Task<string> WriteDocumentAsync(string migrationId, string name, string json, CancellationToken cancellation = default) =>
        TransactAsync(
            transaction =>
            {
                var hash = LedgerChain.HashDocument(json);
                _connection.Execute(transaction, "insert or replace into documents values (@0, @1, @2, @3)", migrationId, name, json, hash);
                return hash;
            },
            cancellation);

    /// <inheritdoc/>
    public Task<string?> ReadDocumentAsync(string migrationId, string name, CancellationToken cancellation = default) =>
        TransactAsync(
            transaction => (string?)_connection.Scalar(
                transaction, "select json from documents where migration_id = @0 and name = @1", migrationId, name),
            cancellation);

    /// <inheritdoc/>
    public Task<string> ClaimAsync(string key, string owner, string? insteadOf = null, CancellationToken cancellation = default) =>
        TransactAsync(
            transaction => (string)_connection.Scalar(
                transaction,
                "insert into claims values (@0, @1) on conflict (key) do update set owner = excluded.owner where owner = @2; " +
                "select owner from claims where key = @0",
                key, owner, insteadOf)!,
            cancellation);

    /// <inheritdoc/>
    public Task ReleaseAsync(string key, string owner, CancellationToken cancellation = default) =>
        TransactAsync(transaction => _connection.Execute(transaction, "delete from claims where key = @0 and owner = @1", key, owner), cancellation);

    /// <summary>Closes the file. Nothing is lost by not calling it.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _turn.Dispose();
    }

    private void Open()
    {
        _connection.Open();
        _connection.Scalar(null, "pragma journal_mode = wal");
        _connection.Execute(null, "pragma synchronous = full");
        LedgerSchema.Apply(_connection);
    }

    private async Task<T> TransactAsync<T>(Func<SqliteTransaction, T> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            var result = work(transaction);
            transaction.Commit();
            return result;
        }
        finally
        {
            _turn.Release();
        }
    }

    private bool Append(SqliteTransaction transaction, LedgerEntry entry)
    {
        if (_connection.Scalar(transaction, "select 1 from entries where migration_id = @0 and id = @1", entry.MigrationId, entry.Id) is not null)
        {
            return false;
        }

        var (count, head) = Head(transaction, entry.MigrationId);
        var hash = LedgerChain.Hash(head, entry);
        _connection.Execute(
            transaction, "insert into entries values (@0, @1, @2, @3, @4, @5, @6, @7, @8)",
            entry.MigrationId, count, entry.Id, entry.Kind, entry.At.ToString("O", CultureInfo.InvariantCulture), entry.Actor, entry.Text,
            entry.DataJson, hash);
        _connection.Execute(transaction, "insert or replace into heads values (@0, @1, @2)", entry.MigrationId, count + 1, hash);
        return true;
    }

    private List<LedgerEntry> Read(SqliteTransaction transaction, string migrationId)
    {
        var entries = _connection.Query(
            transaction, "select id, kind, at, actor, text, data, hash from entries where migration_id = @0 order by number",
            row => ReadEntry(migrationId, row), migrationId);
        LedgerChain.Verify(migrationId, entries);
        var (count, head) = Head(transaction, migrationId);
        if (count != entries.Count || head != (entries.LastOrDefault()?.Hash ?? LedgerChain.Root))
        {
            throw new LedgerTamperedException(migrationId, entries.LastOrDefault()?.Id ?? "(all)");
        }

        return entries;
    }

    private (long Count, string Hash) Head(SqliteTransaction transaction, string migrationId) =>
        _connection.Query(
            transaction, "select count, hash from heads where migration_id = @0", row => (row.GetInt64(0), row.GetString(1)), migrationId)
        is [var head] ? head : (0, LedgerChain.Root);

    private static LedgerEntry ReadEntry(string migrationId, SqliteDataReader row) => new(
        migrationId,
        row.GetString(0),
        row.GetString(1),
        DateTimeOffset.Parse(row.GetString(2), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        row.GetString(3),
        row.GetString(4))
    {
        DataJson = row.IsDBNull(5) ? null : row.GetString(5),
        Hash = row.GetString(6),
    };
}
