using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Sets a sync up so that no change is missed from here on; undone by removing it from both sides.</summary>
/// <param name="services">What every step needs.</param>
/// <param name="direction">Which side follows.</param>
public sealed class ConfigureSync(StepServices services, SyncDirection direction) : OnlineActivity(
    services,
    direction == SyncDirection.Forward ? Steps.ConfigureSync : Steps.ArmReverseSync,
    direction == SyncDirection.Forward ? Steps.RemoveSync : Steps.DisarmReverseSync)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (direction == SyncDirection.Reverse && !scope.Plan.Fallback.ReverseSync)
            return new("The plan wants no way back that keeps what users write to the target.");
        await AtOnceAsync(scope, (adapter, component) => adapter.ConfigureSyncAsync(component, direction, scope, cancellation));
        return new($"From here on no change of the {direction.Leader()} is missed.");
    }

    /// <inheritdoc/>
    protected override async Task<StepOutcome> UndoAsync(StepScope scope, CancellationToken cancellation)
    {
        await AtOnceAsync(scope, (adapter, component) => adapter.RemoveSyncAsync(component, direction, scope, cancellation));
        return new($"The {direction.Follower()} does not follow the {direction.Leader()} any more, and nothing of the sync is left.");
    }
}
