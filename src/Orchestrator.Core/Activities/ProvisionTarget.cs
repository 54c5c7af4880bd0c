using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Makes what the target needs and an empty place for every data component; undone by removing what was made and restored.</summary>
/// <param name="services">What every step needs.</param>
public sealed class ProvisionTarget(StepServices services) : MigrationActivity(services, Steps.ProvisionTarget, Steps.RemoveTarget)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        var infrastructure = scope.Plan.Infrastructure;
        await Adapters.Get<IInfrastructureAdapter>(infrastructure).ProvisionAsync(infrastructure, scope, cancellation);
        foreach (var component in scope.Plan.Data)
            await DataAdapter(component).PrepareTargetAsync(component, scope, cancellation);
        return new($"The target is ready for {scope.Plan.Data.Count} component(s).");
    }

    /// <inheritdoc/>
    protected override async Task<StepOutcome> UndoAsync(StepScope scope, CancellationToken cancellation)
    {
        foreach (var component in scope.Plan.Data.Reverse())
            await DataAdapter(component).RemoveTargetAsync(component, scope, cancellation);
        var infrastructure = scope.Plan.Infrastructure;
        await Adapters.Get<IInfrastructureAdapter>(infrastructure).RemoveAsync(infrastructure, scope, cancellation);
        return new("Nothing half-built is left on the target.");
    }
}
