namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>A request was not let through: it waited for too long, too many wait, or the gateway ends.</summary>
internal sealed class GateRefusedException(string reason) : Exception(reason);
