using System.Collections.Concurrent;
using Orchestrator.Adapters.PostgreSql.Connections;

namespace Orchestrator.Adapters.PostgreSql.Contents;

/// <summary>One unchanging view of a database, which any number of connections share.</summary>
internal sealed class Snapshot : IAsyncDisposable
{
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    private readonly Endpoint _endpoint;
    private readonly string _job;
    private readonly ConcurrentBag<Session> _idle = [];

    private Snapshot(Endpoint endpoint, string job, Session holder, string id)
    {
        _endpoint = endpoint;
        _job = job;
        Holder = holder;
        Id = id;
    }

    /// <summary>The id for <c>pg_dump --snapshot</c>.</summary>
    public string Id { get; }

    /// <summary>The connection that keeps the snapshot; it can be used for reading.</summary>
    public Session Holder { get; }

    /// <summary>Takes a snapshot.</summary>
    public static Task<Snapshot> TakeAsync(Endpoint endpoint, string job, CancellationToken cancellation) => TakeAsync(endpoint, job, "", cancellation);

    /// <summary>Shares a snapshot that somebody else has exported, and keeps it when that connection ends.</summary>
    public static Task<Snapshot> ShareAsync(Endpoint endpoint, string job, string id, CancellationToken cancellation) =>
        TakeAsync(endpoint, job, $"; SET TRANSACTION SNAPSHOT {SqlText.Literal(id)}", cancellation);

    private static async Task<Snapshot> TakeAsync(Endpoint endpoint, string job, string join, CancellationToken cancellation)
    {
        var holder = await endpoint.OpenAsync(job, cancellation);
        try
        {
            await holder.ExecuteAsync(Begin + join, cancellation);
            return new Snapshot(endpoint, job, holder, await holder.ScalarAsync<string>("SELECT pg_export_snapshot()", cancellation));
        }
        catch
        {
            await holder.DisposeAsync();
            throw;
        }
    }

    /// <summary>Does something on a connection that sees the snapshot; connections are kept and used again.</summary>
    public async Task<T> UseAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        var session = _idle.TryTake(out var idle) ? idle : await JoinAsync(cancellation);
        try
        {
            var result = await work(session);
            _idle.Add(session);
            return result;
        }
        catch
        {
            await session.DisposeAsync(); // its transaction is broken
            throw;
        }
    }

    /// <summary>Opens another connection that sees the snapshot.</summary>
    public async Task<Session> JoinAsync(CancellationToken cancellation)
    {
        var session = await _endpoint.OpenAsync(_job, cancellation);
        try
        {
            await session.ExecuteAsync($"{Begin}; SET TRANSACTION SNAPSHOT {SqlText.Literal(Id)}", cancellation);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives back the locks that a connection from <see cref="JoinAsync"/> holds; it sees the same as before.</summary>
    public Task UnlockAsync(Session session, CancellationToken cancellation) =>
        session.ExecuteAsync($"COMMIT; {Begin}; SET TRANSACTION SNAPSHOT {SqlText.Literal(Id)}", cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var session))
            await session.DisposeAsync();
        await Holder.DisposeAsync();
    }
}
