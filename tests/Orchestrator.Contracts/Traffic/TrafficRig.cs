using Orchestrator.Core.Plans;
using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.Traffic;

/// <summary>Something that routes, two sides that answer, and the adapter that steers it. It starts with the source in force.</summary>
public abstract class TrafficRig : IAsyncDisposable
{
    public abstract ITrafficAdapter Adapter { get; }

    public abstract AdapterSpec Spec { get; }

    public abstract StepScope Scope { get; }

    /// <summary>Asks as a user does and tells which side answered.</summary>
    public abstract Task<Side> AskAsync(CancellationToken cancellation);

    /// <summary>Stops what routes, as a crash does.</summary>
    public abstract Task StopRouterAsync();

    /// <summary>Starts it again from what it kept.</summary>
    public abstract Task StartRouterAsync();

    public abstract ValueTask DisposeAsync();
}
