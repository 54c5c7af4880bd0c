using Orchestrator.Adapters.PostgreSql.Connections;
using Orchestrator.Adapters.PostgreSql.Contents;

namespace Orchestrator.Adapters.PostgreSql.Replication;

/// <summary>Refreshes the follower's materialized views that differ from the leader's.</summary>
internal sealed class ViewCarrier(Session leader, Session follower)
{
    /// <summary>Refreshes them.</summary>
    /// <returns>What was done, for the report; empty when there are none.</returns>
    public async Task<string> RunAsync(CancellationToken cancellation)
    {
        var views = await MaterializedViews.ListFilledAsync(leader, cancellation);
        if (views.Count == 0)
            return "";
        var relations = (await RelationReader.ListAsync(leader, cancellation)).ToDictionary(relation => relation.Name);
        var filled = (await MaterializedViews.ListFilledAsync(follower, cancellation)).ToHashSet();
        var refreshed = 0;
        foreach (var view in views)
        {
            if (filled.Contains(view) && await IsEqualAsync(relations[view], cancellation))
                continue;
            await MaterializedViews.RefreshAsync(follower, [view], cancellation);
            refreshed++;
        }

        return $"{refreshed} of {views.Count} materialized views";
    }

    private async Task<bool> IsEqualAsync(Relation view, CancellationToken cancellation)
    {
        var onLeader = RelationReader.SumAsync(leader, view, cancellation);
        var onFollower = RelationReader.SumAsync(follower, view, cancellation);
        return await onLeader == await onFollower;
    }
}
