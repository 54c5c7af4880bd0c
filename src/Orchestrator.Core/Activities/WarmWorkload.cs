using Orchestrator.Core.Migrations;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Starts a workload before the freeze, so that users do not wait for it: nobody is sent to it yet, and its data refuses writes.</summary>
/// <param name="services">What every step needs.</param>
/// <param name="side">Where it is started.</param>
public sealed class WarmWorkload(StepServices services, Side side) : OnlineActivity(services, side == Side.Target ? Steps.WarmTarget : Steps.WarmSource)
{
    /// <inheritdoc/>
    protected override async Task<StepOutcome> DoAsync(StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is not { } compute)
            return new("The plan has no workload to start.");
        if (!compute.WarmStart)
            return new("The plan has it started in the freeze.");
        await this.RequireUsersAwayAsync(side, scope, cancellation);
        var spec = compute.On(side);
        await Adapters.Get<IComputeAdapter>(spec).StartAsync(spec, scope, cancellation);
        return new($"The {side} workload runs and waits for its users.");
    }
}
