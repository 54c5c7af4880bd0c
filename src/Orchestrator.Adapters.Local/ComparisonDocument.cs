using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>What a <c>compare</c> command prints or endpoint answers.</summary>
internal sealed record ComparisonDocument
{
    /// <summary>One entry per table or tree; see <see cref="ComparedItem"/>.</summary>
    public required IReadOnlyList<ComparedItem> Items { get; init; }
}
