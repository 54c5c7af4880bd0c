using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Holds user traffic, so that clients wait instead of failing; undone by letting users reach the source, once it runs.</summary>
/// <param name="services">What every step needs.</param>
public sealed class HoldTraffic(StepServices services) : MigrationActivity(services, Steps.HoldTraffic, Steps.ReleaseTraffic)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Traffic is not { } traffic)
            return new("The plan has no traffic to hold.");
        var adapter = Adapters.Get<ITrafficAdapter>(traffic);
        await adapter.SetAsync(traffic, new(Side.Source, IsHeld: true), scope, cancellation);
        return new(adapter.CanHold ? "Requests wait." : "This kind of traffic cannot be held; clients see the downtime.");
    }

    /// <inheritdoc/>
    protected override async Task<StepOutcome> UndoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Traffic is not { } traffic)
            return new("The plan has no traffic.");
        await this.RequireRunningAsync(Side.Source, scope, cancellation);
        await Adapters.Get<ITrafficAdapter>(traffic).SetAsync(traffic, new(Side.Source, IsHeld: false), scope, cancellation);
        return new("Users reach the source.");
    }
}
