using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>
/// Freezes writes to a side; undone by giving them back. Where data cannot refuse writes by itself the workload is
/// stopped as well, and started again with the undo.
/// </summary>
/// <param name="services">What every step needs.</param>
/// <param name="side">The side.</param>
public sealed class FreezeWrites(StepServices services, Side side) : OnlineActivity(
    services,
    side == Side.Source ? Steps.FreezeSource : Steps.FreezeTarget,
    side == Side.Source ? Steps.ThawSource : Steps.OpenTarget)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        await Task.WhenAll(
            AtOnceAsync(scope, (adapter, component) => adapter.FreezeAsync(component, side, scope, cancellation)),
            StopAsync(scope, cancellation));
        return new($"Nothing can be written to the {side}.");
    }

    /// <inheritdoc/>
    protected override async Task<StepOutcome> UndoAsync(StepScope scope, CancellationToken cancellation)
    {
        await this.RequireUsersAwayAsync(side == Side.Source ? Side.Target : Side.Source, scope, cancellation);
        await AtOnceAsync(scope, (adapter, component) => adapter.ThawAsync(component, side, scope, cancellation));
        await StartAsync(scope, cancellation);
        return new($"The {side} accepts writes.");
    }

    private bool CanAllRefuseWrites(StepScope scope) => scope.Plan.Data.All(component => Adapter(component).CanRefuseWrites);

    private async Task StopAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is not { } compute || CanAllRefuseWrites(scope))
            return;
        var spec = compute.On(side);
        await Adapters.Get<IComputeAdapter>(spec).StopAsync(spec, scope, cancellation);
    }

    private async Task StartAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is not { } compute || (side == Side.Target && CanAllRefuseWrites(scope)))
            return;
        var spec = compute.On(side);
        await Adapters.Get<IComputeAdapter>(spec).StartAsync(spec, scope, cancellation);
    }
}
