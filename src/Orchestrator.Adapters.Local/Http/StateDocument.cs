using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>What an endpoint answers about a workload's state or traffic's side.</summary>
internal sealed record StateDocument
{
    /// <summary>The state of a workload.</summary>
    public ComputeState? State { get; init; }

    /// <summary>The side that users are sent to.</summary>
    public string? Side { get; init; }
}
