using Orchestrator.Core.Plans;

namespace Orchestrator.Core.Ports;

/// <summary>Sends users to one side or the other. All members are idempotent.</summary>
public interface ITrafficAdapter : IAdapter
{
    /// <summary>Whether requests can be held back. Where they cannot, the held flag is ignored and clients see the downtime.</summary>
    bool CanHold { get; }

    /// <summary>Brings traffic into a state, atomically, and returns when it is in force; it survives restarts of whatever routes.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="state">The wanted state.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when the state is in force.</returns>
    /// <exception cref="AdapterException">It cannot be brought into force; the former state holds then, or <see cref="GetAsync"/> tells.</exception>
    Task SetAsync(AdapterSpec spec, TrafficState state, StepScope scope, CancellationToken cancellation);

    /// <summary>Looks where traffic goes.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen.</returns>
    /// <exception cref="AdapterException">It cannot be seen.</exception>
    Task<TrafficState> GetAsync(AdapterSpec spec, StepScope scope, CancellationToken cancellation);

    /// <summary>Proves by going the users' own way that they reach a side.</summary>
    /// <param name="spec">The part of the plan.</param>
    /// <param name="side">The side they should reach.</param>
    /// <param name="scope">The step this is done for.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What was seen, for the report.</returns>
    /// <exception cref="AdapterException">They do not reach it.</exception>
    Task<string> ConfirmAsync(AdapterSpec spec, Side side, StepScope scope, CancellationToken cancellation);
}
