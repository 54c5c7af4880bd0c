using Npgsql;

namespace Orchestrator.Benchmarks.Online;

/// <summary>A client of the target that tries to write until it may. What it writes changes no content.</summary>
internal sealed class TargetProbe(BenchDatabase database) : IAsyncDisposable
{
    // Between two tries; a connection that is refused costs both ends more than a statement.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _connection =
        new NpgsqlConnectionStringBuilder(database.TargetConnection) { Username = OnlineSite.Clients }.ConnectionString;

    private NpgsqlConnection? _session;

    /// <summary>When the first write was accepted.</summary>
    public DateTimeOffset AcceptedAt { get; private set; }

    /// <summary>Writes once.</summary>
    /// <exception cref="NpgsqlException">It is refused.</exception>
    public async Task TryAsync()
    {
        _session ??= await BenchDatabase.OpenAsync(_connection);
        await BenchDatabase.ScalarAsync(_session, "UPDATE pgbench_tellers SET tbalance = tbalance WHERE tid = 1");
        AcceptedAt = TimeProvider.System.GetUtcNow();
    }

    /// <summary>Tries until a write is accepted.</summary>
    /// <exception cref="OperationCanceledException">None was for a long time.</exception>
    public async Task WaitUntilAcceptedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await IsAcceptedAsync())
            await Task.Delay(Pause, patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
            await _session.DisposeAsync();
    }

    private async Task<bool> IsAcceptedAsync()
    {
        try
        {
            await TryAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            if (_session is { State: not System.Data.ConnectionState.Open })
                await DisposeAsync();
            _session = _session is { State: System.Data.ConnectionState.Open } ? _session : null;
            return false;
        }
    }
}
