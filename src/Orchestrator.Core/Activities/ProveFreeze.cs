using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Proves that a side is frozen before anybody relies on it: a canary write is refused and the log position stands still.</summary>
/// <param name="services">What every step needs.</param>
/// <param name="side">The side.</param>
public sealed class ProveFreeze(StepServices services, Side side) : OnlineActivity(services, side == Side.Source ? Steps.ProveFreeze : Steps.ProveTargetFreeze)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        var proofs = await AtOnceAsync(scope, async (adapter, component) =>
            $"{component.Name}: {await adapter.ProveFrozenAsync(component, side, scope, cancellation)}");
        return new(string.Join("; ", proofs), await StoreEvidenceAsync(scope, proofs, cancellation));
    }
}
