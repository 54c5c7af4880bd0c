using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Stops the source workload and ends the sync to the target; the source's data stays, frozen. Undone by <see cref="FreezeWrites"/>.</summary>
/// <param name="services">What every step needs.</param>
public sealed class RetireSource(StepServices services) : OnlineActivity(services, Steps.RetireSource)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is { Source: var source })
            await Adapters.Get<IComputeAdapter>(source).StopAsync(source, scope, cancellation);
        await AtOnceAsync(scope, (adapter, component) => adapter.RemoveSyncAsync(component, SyncDirection.Forward, scope, cancellation));
        return new("The source is kept, frozen, as a fallback.");
    }
}
