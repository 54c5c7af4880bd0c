using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Gateway;

/// <summary>A request on its way through the gateway.</summary>
/// <param name="side">The side that works on it.</param>
/// <param name="canBeCut">Whether it may be ended half way: reads, and connections that stay open for ever.</param>
/// <param name="cut">Ends it.</param>
/// <param name="leave">Takes note that the side works on it no longer.</param>
internal sealed class Passage(Side side, bool canBeCut, Action cut, Action<Passage> leave) : IDisposable
{
    public Side Side => side;

    public bool CanBeCut => canBeCut;

    public void Cut() => cut();

    public void Dispose() => leave(this);
}
