using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Adapters.Local.Http;

/// <summary>Makes connections for plans, but never to the metadata services of clouds, which would give out the server's own identity.</summary>
internal static class GuardedHandler
{
    private static readonly IPAddress AwsMetadata6 = IPAddress.Parse("fd00:ec2::254");
    private static readonly IPAddress AzureWireServer = IPAddress.Parse("168.63.129.16");

    public static SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectTimeout = TimeSpan.FromSeconds(15),
        ConnectCallback = ConnectAsync,
    };

    /// <summary>Whether an address is one of a cloud's own services on the link.</summary>
    public static bool IsMetadata(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.IsIPv6LinkLocal || plain.Equals(AwsMetadata6) || plain.Equals(AzureWireServer)
            || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes() is [169, 254, ..]);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await System.Net.Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        if (addresses.Any(IsMetadata))
        {
            throw new HttpRequestException("the host is a metadata service, which plans may not call");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
