using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Stops the source workload, so that its data stands still; undone by starting it.</summary>
/// <param name="services">What every step needs.</param>
public sealed class StopSource(StepServices services) : MigrationActivity(services, Steps.StopSource, Steps.StartSource)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is not { Source: var source })
            return new("The plan has no workload to stop.");
        await Adapters.Get<IComputeAdapter>(source).StopAsync(source, scope, cancellation);
        return new("The source workload is stopped.");
    }

    /// <inheritdoc/>
    protected override async Task<StepOutcome> UndoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is not { Source: var source })
            return new("The plan has no workload to start.");
        await this.RequireUsersAwayFromTargetAsync(scope, cancellation);
        await Adapters.Get<IComputeAdapter>(source).StartAsync(source, scope, cancellation);
        return new("The source workload runs again.");
    }
}
