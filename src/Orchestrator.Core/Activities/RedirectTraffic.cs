using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Sends users to the running target; undone by holding them at the source, which lets them in once it runs.</summary>
/// <param name="services">What every step needs.</param>
public sealed class RedirectTraffic(StepServices services) : MigrationActivity(services, Steps.RedirectTraffic, Steps.RedirectTrafficBack)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Traffic is not { } traffic)
            return new("The plan has no traffic to redirect.");
        await this.RequireStoppedSourceAsync(scope, cancellation);
        await this.RequireRunningAsync(Side.Target, scope, cancellation);
        await Adapters.Get<ITrafficAdapter>(traffic).SetAsync(traffic, new(Side.Target, IsHeld: false), scope, cancellation);
        return new("Users are sent to the target.");
    }

    /// <inheritdoc/>
    protected override async Task<StepOutcome> UndoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Traffic is not { } traffic)
            return new("The plan has no traffic.");
        await Adapters.Get<ITrafficAdapter>(traffic).SetAsync(traffic, new(Side.Source, IsHeld: true), scope, cancellation);
        return new("Users are held until the source runs.");
    }
}
