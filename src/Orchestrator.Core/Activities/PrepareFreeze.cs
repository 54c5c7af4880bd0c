using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Looks once more whether the side that follows can take over, and does ahead of the freeze what can be done ahead: what fails here, fails before any user waits.</summary>
/// <param name="services">What every step needs.</param>
/// <param name="direction">Which side follows.</param>
public sealed class PrepareFreeze(StepServices services, SyncDirection direction) : OnlineActivity(
    services, direction == SyncDirection.Forward ? Steps.PrepareFreeze : Steps.PrepareWayBack)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        var follower = direction.Follower();
        await this.RequireUsersAwayAsync(follower, scope, cancellation);
        if (scope.Plan.Compute is { WarmStart: true })
            await this.RequireRunningAsync(follower, scope, cancellation);
        await this.LookAtAsync(direction.Leader(), scope, cancellation);
        await AtOnceAsync(scope, async (adapter, component) =>
        {
            await adapter.FreezeAsync(component, follower, scope, cancellation);
            await adapter.PrepareFreezeAsync(component, direction, scope, cancellation);
        });
        return new($"The {follower} runs, refuses writes, and is as near as it gets.");
    }
}
