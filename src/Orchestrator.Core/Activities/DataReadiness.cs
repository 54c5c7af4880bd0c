using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>What stands in the way of moving a data component with the plan's strategy.</summary>
internal static class DataReadiness
{
    /// <summary>Looks without changing anything.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAsync(AdapterCatalog adapters, DataComponent component, StepScope scope, CancellationToken cancellation)
    {
        var findings = await adapters.Get<IDataAdapter>(component).CheckReadinessAsync(component, scope, cancellation);
        return scope.Plan.IsOnline() ? [.. findings, .. await LookAtSyncAsync(adapters, component, scope, cancellation)] : findings;
    }

    private static async Task<IReadOnlyList<Finding>> LookAtSyncAsync(AdapterCatalog adapters, DataComponent component, StepScope scope, CancellationToken cancellation) =>
        adapters.Get<IDataAdapter>(component) is IOnlineDataAdapter online
            ? await online.CheckSyncReadinessAsync(component, scope, cancellation)
            : [new($"data component '{component.Name}'", $"the kind '{component.Kind}' cannot be migrated online", "Set 'strategy: offline', if that downtime is acceptable", IsBlocking: true)];
}
