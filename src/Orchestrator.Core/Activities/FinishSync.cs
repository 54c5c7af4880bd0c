using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Brings the follower to exactly the position at which the leader is frozen, with what a sync does not carry.</summary>
/// <param name="services">What every step needs.</param>
/// <param name="direction">Which side follows.</param>
public sealed class FinishSync(StepServices services, SyncDirection direction) : OnlineActivity(
    services, direction == SyncDirection.Forward ? Steps.FinishSync : Steps.DrainReverseSync)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        var done = await AtOnceAsync(scope, async (adapter, component) =>
            $"{component.Name}: {await adapter.FinishSyncAsync(component, direction, scope, cancellation)}");
        return new(string.Join("; ", done), await StoreEvidenceAsync(scope, done, cancellation));
    }
}
