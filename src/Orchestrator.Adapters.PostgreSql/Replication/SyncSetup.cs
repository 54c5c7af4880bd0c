using Npgsql;
using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Database;
using Orchestrator.Adapters.PostgreSql.Freezing;
using Orchestrator.Adapters.PostgreSql.Verification;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Makes what a sync needs on both servers, and removes it again.</summary>
internal sealed class SyncSetup(Job job, SyncDirection direction)
{
    private readonly SyncNames _names = new(job.Name, direction);

    private Endpoint Leader => job.On(direction.Leader());

    private Endpoint Follower => job.On(direction.Follower());

    /// <summary>Makes it, always anew: what a killed run left could lie before changes that this one does not know of.</summary>
    public Task ConfigureAsync(CancellationToken cancellation) =>
        direction is SyncDirection.Forward ? ConfigureForwardAsync(cancellation) : ConfigureReverseAsync(cancellation);

    /// <summary>Removes it.</summary>
    public async Task RemoveAsync(CancellationToken cancellation)
    {
        await HaltFollowerAsync(cancellation);
        var leader = await TryOpenAsync(Leader, isNeeded: true, cancellation);
        await using (leader)
        {
            await RemoveFollowerAsync(leader, cancellation);
            if (leader is null)
                return;
            await new RollingVerification(job, direction).RemoveAsync(cancellation);
            await RemoveLeaderAsync(leader, cancellation);
            if (direction is SyncDirection.Reverse && await Forward(leader).FindAsync(cancellation) is false)
                await Forward(leader).EnableAsync(cancellation);
        }
    }

    // First of all: a leader that is gone for now could come back later and send its changes over what users write here by then.
    private async Task HaltFollowerAsync(CancellationToken cancellation)
    {
        if (await TryOpenAsync(Follower, isNeeded: false, cancellation) is not { } follower)
            return;
        await using (follower)
            await new Subscription(follower, _names).HaltAsync(cancellation);
    }

    // The slot is made together with the baseline's snapshot, which lives no longer than the connection that made it.
    private async Task ConfigureForwardAsync(CancellationToken cancellation)
    {
        await job.EndLeftoversAsync(cancellation);
        await RemoveAsync(cancellation);
        await using var leader = await Leader.BorrowAsync(job.Name, cancellation);
        if (await Publication.FindObstacleAsync(leader, Leader.Subject, job.Name, cancellation) is { } obstacle)
            throw obstacle;
        await job.WatchAsync(Leader, null, () => new Publication(leader, _names).CreateAsync(job.Owner, cancellation), cancellation);
        await new RollingVerification(job, direction).StartTrackingAsync(cancellation);
    }

    // Writes are frozen meanwhile, so every round trip counts.
    private async Task ConfigureReverseAsync(CancellationToken cancellation)
    {
        var opening = Follower.BorrowAsync(job.Name, cancellation);
        await using var leader = await Leader.BorrowAsync(job.Name, cancellation);
        await using var follower = await opening;
        await RequireFrozenAsync(leader, cancellation);
        await Task.WhenAll(ClearLeaderAsync(leader, cancellation), new Subscription(follower, _names).RemoveAsync(cancellation));
        var memo = await new Publication(leader, _names).CreateAsync(job.Owner, cancellation);
        await Task.WhenAll(
            ReplicationSlot.CreateAsync(leader, _names.Slot, cancellation),
            new RollingVerification(job, direction).StartTrackingAsync(cancellation));
        await new Subscription(follower, _names).CreateAsync(Leader, memo, isEnabled: true, cancellation);
    }

    // A late repetition of this step would drop the slot of a sync that users' writes on the target depend on.
    private async Task RequireFrozenAsync(Session leader, CancellationToken cancellation)
    {
        if (!(await Guard.ReadAsync(leader, cancellation)).IsFrozenBy(job.Name))
            throw new AdapterException("it accepts writes already, and a sync back that begins now would miss some", Leader.Subject,
                "Nothing needs mending if the migration went on; otherwise freeze it first", isTransient: false);
    }

    private async Task ClearLeaderAsync(Session leader, CancellationToken cancellation)
    {
        await Forward(leader).HaltAsync(cancellation);
        await RemoveLeaderAsync(leader, cancellation);
    }

    private async Task RemoveLeaderAsync(Session leader, CancellationToken cancellation)
    {
        await ReplicationSlot.DropAsync(leader, _names.Slot, cancellation);
        await ReplicationSlot.DropAsync(leader, _names.TrackerSlot, cancellation);
        await new Publication(leader, _names).RemoveAsync(cancellation);
    }

    private async Task RemoveFollowerAsync(Session? leader, CancellationToken cancellation)
    {
        if (await TryOpenAsync(Follower, isNeeded: false, cancellation) is not { } follower)
            return;
        await using (follower)
        {
            var subscription = new Subscription(follower, _names);
            // Then the source holds changes that the forward sync would send back to where they came from.
            if (direction is SyncDirection.Reverse && leader is not null && await subscription.HasAppliedAsync(cancellation))
                await Forward(leader).RemoveAsync(cancellation);
            await subscription.RemoveAsync(cancellation);
        }
    }

    private Subscription Forward(Session target) => new(target, new SyncNames(job.Name, SyncDirection.Forward));

    private async Task<Session?> TryOpenAsync(Endpoint endpoint, bool isNeeded, CancellationToken cancellation)
    {
        try
        {
            return await endpoint.BorrowAsync(job.Name, cancellation);
        }
        catch (AdapterException error) when (error.HasState(PostgresErrorCodes.InvalidCatalogName) || (!isNeeded && error.IsTransient))
        {
            Log.SideGone(job.Logger, endpoint.Subject, error.Problem);
            return null;
        }
    }
}
