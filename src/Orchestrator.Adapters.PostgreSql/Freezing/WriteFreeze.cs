using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Adapters.PostgreSql.Readiness;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Freezing;

/// <summary>
/// Keeps clients from changing a database, while reading, the sync's apply worker and our own sessions go on. Connections are
/// refused for a moment, client sessions are ended, the <see cref="Guard"/> is put into place and connections are allowed
/// again in the same transaction. A session of ours is known by its application name, which begins with the job's name.
/// </summary>
/// <remarks>
/// <see cref="ThawAsync"/> only opens the guard, which costs the same for any number of tables; <see cref="RemoveAsync"/>
/// takes it away afterwards, outside of any freeze, and does nothing on a side that is frozen. A guard that was opened and
/// not removed makes the next freeze cheaper.
/// </remarks>
internal sealed class WriteFreeze(Job job, Side side)
{
    private const int MostAttempts = 5;
    private static readonly TimeSpan GiveBackPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenRemovals = TimeSpan.FromMilliseconds(200);

    private readonly Endpoint _endpoint = job.On(side);

    private ConnectionGate Gate { get; } = side is Side.Source
        ? new(job.Source, job.SourceMaintenance, job.Name)
        : new(job.Target, job.Maintenance, job.Name);

    /// <summary>From its return on no client session can commit a change. Does nothing but look when it is so already.</summary>
    /// <param name="cancellation">Gives up, and gives the writes back if the freeze was not complete.</param>
    /// <exception cref="AdapterException">It cannot be frozen: a prepared transaction, another migration's freeze, a session that does not end, a lock, a missing right. Clients can write as before.</exception>
    public async Task FreezeAsync(CancellationToken cancellation)
    {
        await using var session = await Gate.FindAsync(cancellation)
            ?? throw new AdapterException("there is no such database", _endpoint.Subject, "Check the database name in the connection string", isTransient: false);
        var sessions = new ClientSessions(session, _endpoint, job.Name, job.Settings.LockTimeout);
        var state = await Guard.ReadAsync(session, cancellation);
        RefuseOthers(state);
        if (!state.IsFrozenBy(job.Name) || state.Unguarded.Count > 0)
        {
            await sessions.RequireSightAsync(cancellation);
            await FreezeOpenAsync(session, sessions, cancellation);
            state = await Guard.ReadAsync(session, cancellation);
        }

        // Whoever was connecting in the very moment may have begun to write before the guard was there.
        LogEnded(await sessions.EndWritersAsync(state.FrozenAt!.Value, cancellation));
    }

    /// <summary>Connects ahead of a freeze to what it will need, and sees what it will have to see.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AdapterException">The server cannot be reached, or a right is missing.</exception>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (await Gate.FindAsync(cancellation) is not { } session)
            return;
        await using (session)
        {
            await using var outside = await Gate.ReachAsync(cancellation);
            RefuseOthers(await Guard.ReadAsync(session, cancellation));
            await new ClientSessions(session, _endpoint, job.Name, job.Settings.LockTimeout).RequireSightAsync(cancellation);
        }
    }

    /// <summary>Proves the freeze as a client would find it, and from inside.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen, as a sentence without its full stop.</returns>
    /// <exception cref="AdapterException">It is not frozen, and why.</exception>
    public async Task<string> ProveAsync(CancellationToken cancellation)
    {
        await using var session = await Gate.FindAsync(cancellation)
            ?? throw new AdapterException("there is no such database", _endpoint.Subject, "Check the database name in the connection string", isTransient: false);
        return await new FreezeProof(session, _endpoint, job.Name).RunAsync(cancellation);
    }

    /// <summary>From its return on clients can write. Fine when it never was frozen, or does not exist; a freeze of another migration is left alone.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AdapterException">The database cannot be reached.</exception>
    public async Task ThawAsync(CancellationToken cancellation)
    {
        if (await Gate.FindAsync(cancellation) is not { } session)
            return;
        await using (session)
        {
            if ((await Guard.ReadAsync(session, cancellation)).IsFrozenBy(job.Name))
                await session.ExecuteAsync(Guard.PassStatements(job.Name), cancellation);
            await Gate.OpenIfClosedAsync(session, cancellation);
        }
    }

    /// <summary>
    /// Removes what is left of a freeze that was thawed, table by table, each locked for an instant only. Does nothing while
    /// the database is frozen. Fine when nothing is left, or the database does not exist.
    /// </summary>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="AdapterException">Tables stayed in use for longer than the component's <c>lockTimeout</c>; the rest is removed and it can be run again.</exception>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        if (await Gate.FindAsync(cancellation) is not { } session)
            return;
        await using (session)
        {
            if (await Guard.ReadAsync(session, cancellation) is { Job.Length: > 0, FrozenAt: null })
                await RemoveGuardAsync(session, cancellation);
        }
    }

    private void RefuseOthers(GuardState state)
    {
        if (state.IsFrozenByOther(job.Name))
            throw new AdapterException($"another migration ({state.Job}) has frozen it", _endpoint.Subject, $"Finish or roll back that migration; if it is gone: {Guard.Exit(state.Job)}", isTransient: false);
    }

    private async Task FreezeOpenAsync(Session session, ClientSessions sessions, CancellationToken cancellation)
    {
        await FreezeObstacles.RefuseAsync(session, _endpoint, job.Name, cancellation);
        await using var outside = await Gate.ReachAsync(cancellation);
        try
        {
            await Gate.CloseAsync(outside, cancellation);
            LogEnded(await sessions.EndAllAsync(cancellation));
            await FreezeObstacles.RefuseAsync(session, _endpoint, job.Name, cancellation);
            await GuardAsync(session, sessions, cancellation);
        }
        catch
        {
            using var patience = new CancellationTokenSource(GiveBackPatience);
            await Gate.OpenAsync(patience.Token);
            throw;
        }
    }

    private async Task GuardAsync(Session session, ClientSessions sessions, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await session.ExecuteAsync($"{Guard.RefuseStatements(job.Name)};\n{Gate.OpenStatements}", cancellation);
                return;
            }
            catch (AdapterException error) when (error.HasState(PostgresErrorCodes.DeadlockDetected) && attempt < MostAttempts)
            {
                continue; // with the apply worker, which goes on
            }
            catch (AdapterException error) when (error.HasState(PostgresErrorCodes.LockNotAvailable))
            {
                throw new AdapterException($"a table is locked by one of: {ClientSession.Describe(await sessions.ListActiveAsync(cancellation))}", _endpoint.Subject,
                    "End it (SELECT pg_terminate_backend(PROCESS)) or raise lockTimeout, then retry", isTransient: true, error);
            }
        }
    }

    private async Task RemoveGuardAsync(Session session, CancellationToken cancellation)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (await Guard.RemoveAsync(session, cancellation) is { Count: > 0 } used)
        {
            if (TimeProvider.System.GetElapsedTime(deadline) > job.Settings.LockTimeout)
                throw new AdapterException($"the opened guard cannot be removed from tables in use: {SourceChecks.Shorten(used)}", _endpoint.Subject,
                    "It lets everything pass. Retry when they are less busy", isTransient: true);
            await Task.Delay(BetweenRemovals, cancellation);
        }
    }

    private void LogEnded(List<ClientSession> ended)
    {
        if (ended.Count > 0)
            Log.SessionsEnded(job.Logger, _endpoint.Subject, ended.Count, ClientSession.Describe(ended.Where(one => one.Age is not null)));
    }
}
