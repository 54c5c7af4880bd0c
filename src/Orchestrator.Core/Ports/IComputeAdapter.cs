using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>Starts and stops a workload. All members are idempotent: the wanted state may hold already.</summary>
/// <remarks>Errors are <see cref="AdapterException"/>s; a token that is cancelled ends the call as soon as what was begun is safe to leave.</remarks>
public interface IComputeAdapter : IAdapter
{
    /// <summary>Starts the workload and returns when it is healthy.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the workload serves.</returns>
    /// <exception cref="AdapterException">It does not start or does not become healthy; nothing of it is left running then.</exception>
    Task StartAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation);

    /// <summary>Stops the workload cleanly and returns when nothing of it runs.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when nothing of the workload runs.</returns>
    /// <exception cref="AdapterException">It does not stop.</exception>
    Task StopAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation);

    /// <summary>Looks whether the workload runs.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen.</returns>
    /// <exception cref="AdapterException">It cannot be seen.</exception>
    Task<ComputeState> GetStateAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation);

    /// <summary>The address at which the workload serves, for the placeholders <c>{source}</c> and <c>{target}</c> of checks.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <returns>Host and port, for example <c>10.1.2.3:8080</c>; <see langword="null"/> when the plan gives none.</returns>
    string? GetAddress(AdapterSpec spec);
}
