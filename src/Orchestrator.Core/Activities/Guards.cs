using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>What must hold before users or a side are touched: traffic never points at a side that does not run, and the two sides never both serve.</summary>
internal static class Guards
{
    /// <summary>Requires that a side runs before users are let to it.</summary>
    /// <exception cref="AdapterException">It does not run.</exception>
    public static async Task RequireRunningAsync(this MigrationActivity activity, Side side, StepScope scope, CancellationToken cancellation)
    {
        if (await StateAsync(activity, side, scope, cancellation) is { } state && state != ComputeState.Running)
            throw new AdapterException($"it is {state} and users must not be sent there", $"the {side} workload", "Start it and retry", isTransient: true);
    }

    /// <summary>Requires that the source is stopped before the target serves, or that its data refuses writes by itself.</summary>
    /// <exception cref="AdapterException">It still runs.</exception>
    public static async Task RequireStoppedSourceAsync(this MigrationActivity activity, StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.IsOnline() && scope.Plan.Data.All(component => activity.Catalog.Get<IOnlineDataAdapter>(component).CanRefuseWrites))
            return;
        if (!scope.IsRehearsal && await StateAsync(activity, Side.Source, scope, cancellation) is { } state && state != ComputeState.Stopped)
            throw new AdapterException($"it is {state} and both sides must never serve", "the source workload", "Stop it and retry", isTransient: false);
    }

    /// <summary>Requires that no user can write to the target before the source starts.</summary>
    /// <exception cref="AdapterException">The target runs and users reach it.</exception>
    public static async Task RequireUsersAwayFromTargetAsync(this MigrationActivity activity, StepScope scope, CancellationToken cancellation)
    {
        if (await StateAsync(activity, Side.Target, scope, cancellation) is not { } state || state == ComputeState.Stopped)
            return;
        if (scope.Plan.Traffic is { } traffic && (await activity.Catalog.Get<ITrafficAdapter>(traffic).GetAsync(traffic, scope, cancellation)).Side == Side.Source)
            return;
        throw new AdapterException($"it is {state} and users may reach it; both sides must never serve", "the target workload", "Stop it and retry", isTransient: true);
    }

    /// <summary>Requires that no user reaches a side.</summary>
    /// <exception cref="AdapterException">Users are sent there.</exception>
    public static async Task RequireUsersAwayAsync(this MigrationActivity activity, Side side, StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Traffic is { } traffic && await activity.Catalog.Get<ITrafficAdapter>(traffic).GetAsync(traffic, scope, cancellation) == new TrafficState(side, IsHeld: false))
            throw new AdapterException($"users are sent to the {side}; both sides must never serve", "traffic", "Hold them there and retry", isTransient: true);
    }

    /// <summary>Looks at a workload ahead of a freeze: the first look takes longest, and users do not wait yet.</summary>
    /// <exception cref="AdapterException">It cannot be looked at.</exception>
    public static Task LookAtAsync(this MigrationActivity activity, Side side, StepScope scope, CancellationToken cancellation) =>
        StateAsync(activity, side, scope, cancellation);

    private static async Task<ComputeState?> StateAsync(MigrationActivity activity, Side side, StepScope scope, CancellationToken cancellation)
    {
        if (scope.Plan.Compute is not { } compute)
            return null;
        var spec = compute.On(side);
        return await activity.Catalog.Get<IComputeAdapter>(spec).GetStateAsync(spec, scope, cancellation);
    }
}
