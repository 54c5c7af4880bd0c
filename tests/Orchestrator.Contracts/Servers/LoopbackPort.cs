using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Contracts.Servers;

/// <summary>
/// TCP ports of this machine for servers of tests: below those that Linux gives to outgoing connections
/// (<c>ip_local_port_range</c> begins at 32768), of which any client might hold one while its server restarts.
/// </summary>
public static class LoopbackPort
{
    private const int First = 10_240;
    private const int End = 32_768;

    /// <summary>Finds a free port. Somebody else can take it before it is used, so callers try again.</summary>
    /// <returns>The port.</returns>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
