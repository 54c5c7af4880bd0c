using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.AppConfiguration;

/// <summary>A value that differs between the sides.</summary>
internal sealed record SwitchedValue
{
    /// <summary>The name of its key, for example <c>Orders:Database</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its label.</summary>
    /// <value>No label by default.</value>
    public string? Label { get; init; }

    /// <summary>The value for the source, in clear or as a reference to a secret. Left out when there is no such key before the migration.</summary>
    public string? Source { get; init; }

    /// <summary>The value for the target, in clear or as a reference to a secret.</summary>
    public required string Target { get; init; }

    /// <summary>The value of a side as the plan has it.</summary>
    internal string? Of(Side side) => side == Side.Source ? Source : Target;
}
