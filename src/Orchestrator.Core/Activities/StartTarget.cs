using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Starts the workload on the target, where no user reaches it yet; undone by stopping it.</summary>
/// <param name="services">What every step needs.</param>
public sealed class StartTarget(StepServices services) : MigrationActivity(services, Steps.StartTarget, Steps.StopTarget)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is not { Target: var target })
            return new("The plan has no workload to start.");
        await this.RequireStoppedSourceAsync(scope, cancellation);
        await Adapters.Get<IComputeAdapter>(target).StartAsync(target, scope, cancellation);
        return new("The target workload runs and is healthy.");
    }

    /// <inheritdoc/>
    protected override async Task<StepOutcome> UndoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is not { Target: var target })
            return new("The plan has no workload to stop.");
        await Adapters.Get<IComputeAdapter>(target).StopAsync(target, scope, cancellation);
        return new("The target workload is stopped.");
    }
}
