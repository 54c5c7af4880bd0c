using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Contracts.Servers;

/// <summary>Finds ports that nobody uses.</summary>
public static class LoopbackPort
{
    /// <summary>Asks the system for a free port. Somebody else can take it before it is used, so callers try again.</summary>
    /// <returns>The port.</returns>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
