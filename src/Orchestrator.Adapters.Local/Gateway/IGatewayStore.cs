namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>Keeps the state over restarts.</summary>
internal interface IGatewayStore
{
    /// <summary>Reads the state that was written last; the initial one when there is none.</summary>
    GatewayState Read();

    /// <summary>Writes a state; on return it survives a kill and a power cut, and before that the former one does.</summary>
    void Write(GatewayState state);
}
