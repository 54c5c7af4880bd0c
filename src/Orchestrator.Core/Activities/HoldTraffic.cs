using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Holds user traffic at a side, so that clients wait instead of failing; undone by letting users reach that side, once it runs.</summary>
/// <param name="services">What every step needs.</param>
/// <param name="side">The side.</param>
public sealed class HoldTraffic(StepServices services, Side side) : MigrationActivity(
    services,
    side == Side.Source ? Steps.HoldTraffic : Steps.HoldTarget,
    side == Side.Source ? Steps.ReleaseTraffic : Steps.ReleaseTarget)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Traffic is not { } traffic)
            return new("The plan has no traffic to hold.");
        var adapter = Adapters.Get<ITrafficAdapter>(traffic);
        if (side == Side.Source)
            await Adapters.PrepareTrafficAsync(scope, cancellation); // offline there is no earlier step
        await adapter.SetAsync(traffic, new(side, IsHeld: true), scope, cancellation);
        return new(adapter.CanHold ? "Requests wait." : "This kind of traffic cannot be held; clients see the downtime.");
    }

    /// <inheritdoc/>
    protected override async Task<StepOutcome> UndoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Traffic is not { } traffic)
            return new("The plan has no traffic.");
        await this.RequireRunningAsync(side, scope, cancellation);
        await Adapters.Get<ITrafficAdapter>(traffic).SetAsync(traffic, new(side, IsHeld: false), scope, cancellation);
        return new($"Users reach the {side}.");
    }
}
