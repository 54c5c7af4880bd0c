using Npgsql;

namespace Orchestrator.Adapters.PostgreSql.Connections;

/// <summary>One connection. Errors come out as <see cref="Core.Ports.AdapterException"/>s that name the database.</summary>
internal sealed class Session(NpgsqlConnection connection, string subject) : IAsyncDisposable
{
    // The same text of a value on every server, whatever its configuration and its users' preferences are.
    private const string Defaults = """
        SET standard_conforming_strings = on; SET search_path = pg_catalog; SET statement_timeout = 0;
        SET idle_in_transaction_session_timeout = 0; SET row_security = off; SET DateStyle = 'ISO, YMD'; SET TimeZone = 'UTC';
        SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET extra_float_digits = 1; SET lc_monetary = 'C';
        SET xmlbinary = 'base64'; SET xmloption = 'content'; SET quote_all_identifiers = off
        """;

    /// <summary>The server's major version, for example 15.</summary>
    public int Major => connection.PostgreSqlVersion.Major;

    /// <summary>Connects and makes values look the same everywhere.</summary>
    /// <param name="lockTimeout">How long a statement waits for a lock; even asking for the size of a table takes one.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task OpenAsync(TimeSpan lockTimeout, CancellationToken cancellation) => GuardAsync(async () =>
    {
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(FormattableString.Invariant($"{Defaults}; SET lock_timeout = {(long)lockTimeout.TotalMilliseconds}"), connection);
        return await command.ExecuteNonQueryAsync(cancellation);
    });

    /// <summary>Whether it can still be used: the driver gives it up after some errors, a full disk's among them.</summary>
    public bool IsOpen => connection.State == System.Data.ConnectionState.Open;

    /// <summary>Runs a statement.</summary>
    public Task ExecuteAsync(string sql, CancellationToken cancellation, params IEnumerable<object> parameters) => GuardAsync(async () =>
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    });

    /// <summary>Reads the first value of the first row.</summary>
    public async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellation, params IEnumerable<object> parameters) =>
        (await ListAsync(sql, row => row.GetFieldValue<T>(0), cancellation, parameters))[0];

    /// <summary>Reads every row.</summary>
    public Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params IEnumerable<object> parameters) =>
        GuardAsync(async () =>
        {
            await using var command = Command(sql, parameters);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellation))
                rows.Add(read(reader));
            return rows;
        });

    /// <summary>Reads every row and keeps none, however many there are.</summary>
    public Task EachAsync(string sql, Func<NpgsqlDataReader, Task> read, CancellationToken cancellation, params IEnumerable<object> parameters) =>
        GuardAsync(async () =>
        {
            await using var command = Command(sql, parameters);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                await read(reader);
            return 0;
        });

    /// <summary>Reads rows of any types as text, as psql shows them.</summary>
    /// <param name="sql">One statement; several are refused by the server.</param>
    /// <param name="most">How many rows are read at most.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<string[]>> ListTextAsync(string sql, int most, CancellationToken cancellation) => GuardAsync(async () =>
    {
        // The driver splits a text without parameters into statements itself; with one it leaves that to the server, which refuses.
        await using var command = Command(sql, ["unused"]);
        command.AllResultTypesAreUnknown = true;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<string[]>();
        while (rows.Count < most && await reader.ReadAsync(cancellation))
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? "NULL" : reader.GetString(column))]);
        return rows;
    });

    /// <summary>Does something with the connection itself.</summary>
    public Task<T> UseAsync<T>(Func<NpgsqlConnection, Task<T>> work) => GuardAsync(() => work(connection));

    /// <summary>Closes this connection and all kept ones like it.</summary>
    public async Task DiscardAsync()
    {
        await DisposeAsync();
        NpgsqlConnection.ClearPool(connection);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await connection.CloseAsync();
        await connection.DisposeAsync();
    }

    private NpgsqlCommand Command(string sql, IEnumerable<object> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException or System.Net.Sockets.SocketException)
        {
            throw ServerErrors.Explain(error, subject);
        }
    }
}
