using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Core.Activities;

/// <summary>Prepares traffic for a cutover and takes that back, where its kind can. Rehearsals touch no traffic.</summary>
internal static class TrafficPreparation
{
    /// <summary>Does ahead of a cutover what makes it reach users sooner.</summary>
    /// <exception cref="AdapterException">It cannot be done.</exception>
    public static Task PrepareTrafficAsync(this AdapterCatalog adapters, StepScope scope, CancellationToken cancellation) =>
        Find(adapters, scope) is var (adapter, spec) ? adapter.PrepareAsync(spec, scope, cancellation) : Task.CompletedTask;

    /// <summary>Takes it back at the end of a migration.</summary>
    /// <exception cref="AdapterException">It cannot be done.</exception>
    public static Task SettleTrafficAsync(this AdapterCatalog adapters, StepScope scope, CancellationToken cancellation) =>
        Find(adapters, scope) is var (adapter, spec) ? adapter.SettleAsync(spec, scope, cancellation) : Task.CompletedTask;

    private static (IPreparesTraffic Adapter, AdapterSpec Spec)? Find(AdapterCatalog adapters, StepScope scope) =>
        !scope.IsRehearsal && scope.Plan.Traffic is { } spec && adapters.Get<ITrafficAdapter>(spec) is IPreparesTraffic adapter ? (adapter, spec) : null;
}
