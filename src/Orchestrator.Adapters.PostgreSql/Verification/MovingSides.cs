using NpgsqlTypes;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Adapters.PostgreSql.Replication;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Verification;

/// <summary>Connections to both sides: one each for rows, and one to the leader for its stream of changes.</summary>
internal sealed class MovingSides : IAsyncDisposable
{
    private const ulong PageBytes = 8192;
    private const ulong MostHeaderBytes = 40;

    // Rows are fetched by key or by ranges of it whatever the statistics say, and always one at a time: a production server has
    // other things to do, and compiling a query takes longer than running ours.
    private const string Gentle = "SET jit = off; SET enable_seqscan = off; SET max_parallel_workers_per_gather = 0";

    private readonly AppliedPosition _applied;

    private MovingSides(Session stream, Session leader, Session follower, SyncNames names)
    {
        (Stream, Leader, Follower) = (new ChangeStream(stream, names), leader, follower);
        _applied = new AppliedPosition(leader, names.Slot);
        _stream = stream;
    }

    private readonly Session _stream;

    /// <summary>The leader's changes.</summary>
    public ChangeStream Stream { get; }

    /// <summary>The leader.</summary>
    public Session Leader { get; }

    /// <summary>The follower.</summary>
    public Session Follower { get; }

    /// <summary>How long to wait for the follower, at most.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Connects to all at the same time.</summary>
    public static async Task<MovingSides> OpenAsync(Job job, SyncDirection direction, CancellationToken cancellation)
    {
        var (leader, follower) = direction == SyncDirection.Forward ? (job.Source, job.Target) : (job.Target, job.Source);
        var opening = new[] { leader, leader, follower }.Select(side => OpenAsync(side, job.Name, cancellation)).ToArray();
        try
        {
            await Task.WhenAll(opening);
        }
        catch
        {
            foreach (var session in opening.Where(one => one.IsCompletedSuccessfully))
                await (await session).DisposeAsync();
            throw;
        }

        return new MovingSides(await opening[0], await opening[1], await opening[2], new SyncNames(job.Name, direction));
    }

    /// <summary>The leader's position: everything that anybody has seen committed lies before it.</summary>
    public async Task<ulong> ReadPositionAsync(CancellationToken cancellation)
    {
        var position = (ulong)await AppliedPosition.ReadLeaderAsync(Leader, cancellation);
        // At the beginning of a page it points behind the page's header, where on an idle server nothing ever ends.
        return position % PageBytes <= MostHeaderBytes ? position - (position % PageBytes) : position;
    }

    /// <summary>Waits, within its patience, until the follower has applied a position of the leader.</summary>
    /// <returns>Whether it has.</returns>
    public Task<bool> WaitAppliedAsync(ulong position, CancellationToken cancellation) =>
        _applied.WaitAsync(new NpgsqlLogSequenceNumber(position), Patience, cancellation);

    /// <summary>Reads the same from both sides at the same time.</summary>
    public async Task<(T Leader, T Follower)> BothAsync<T>(Func<Session, Task<T>> read)
    {
        var (leader, follower) = (read(Leader), read(Follower));
        await Task.WhenAll(leader, follower);
        return (await leader, await follower);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await Leader.DisposeAsync();
        await Follower.DisposeAsync();
    }

    private static async Task<Session> OpenAsync(Endpoint endpoint, string name, CancellationToken cancellation)
    {
        var session = await endpoint.BorrowAsync(name, cancellation);
        await session.ExecuteAsync(Gentle, cancellation);
        return session;
    }
}
