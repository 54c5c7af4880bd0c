using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>
/// A traffic adapter whose switch reaches users sooner when something is done ahead of it: names that are cached for an
/// hour are cached for a minute by then. All members are idempotent.
/// </summary>
public interface IPreparesTraffic : ITrafficAdapter
{
    /// <summary>Does ahead of a cutover what makes it reach users sooner. Users go where they went; setting the source again takes it back.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is done.</returns>
    /// <exception cref="AdapterException">It cannot be done; users go where they went.</exception>
    Task PrepareAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation);

    /// <summary>Takes back what was prepared, wherever users are sent by then: the migration has ended. Fine when nothing was prepared.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it is done.</returns>
    /// <exception cref="AdapterException">It cannot be done; users go where they went.</exception>
    Task SettleAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation);
}
