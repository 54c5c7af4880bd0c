using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>What a <c>readiness</c> command prints or endpoint answers.</summary>
internal sealed record FindingsDocument
{
    /// <summary>Everything found.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }
}
