using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Goes the users' own way and confirms that it ends at the target.</summary>
/// <param name="services">What every step needs.</param>
public sealed class ConfirmTraffic(StepServices services) : MigrationActivity(services, Steps.ConfirmTraffic)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation) =>
        scope.Plan.Traffic is { } traffic
            ? new(await Adapters.Get<ITrafficAdapter>(traffic).ConfirmAsync(traffic, Side.Target, scope, cancellation))
            : new("The plan has no traffic to confirm.");
}
