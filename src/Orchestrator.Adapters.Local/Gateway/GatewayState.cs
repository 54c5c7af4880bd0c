using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>What is in force, as the state file keeps it and the admin address tells it.</summary>
internal sealed record GatewayState
{
    /// <summary>The side that requests go to.</summary>
    public required Side Side { get; init; }

    /// <summary>Whether requests wait.</summary>
    public required bool Held { get; init; }

    /// <summary>How long a request waits during this hold; the gateway's own bound when null.</summary>
    public TimeSpan? MaxHold { get; init; }

    /// <summary>Counts the changes, so that two administrators cannot overwrite each other unknowingly.</summary>
    public long Revision { get; init; }

    /// <summary>Whether the other state routes requests in the same way.</summary>
    public bool Routes(GatewayState other) => (Side, Held, MaxHold) == (other.Side, other.Held, other.MaxHold);
}
