namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>What the users' listener and the admin listener share.</summary>
internal sealed record GateWithStats(Gate Gate, GatewayStats Stats);
