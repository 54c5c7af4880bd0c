using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Dns;

/// <summary>Asks one name server for one record set, without any cache in between (RFC 1035, over TCP as RFC 7766 demands).</summary>
internal static class DnsQuestion
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Asks.</summary>
    /// <param name="server">The name server as <c>host</c>, <c>host:port</c> or <c>[address]:port</c>.</param>
    /// <param name="name">The name.</param>
    /// <param name="type">A, AAAA or CNAME.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What it knows; <see langword="null"/> when it has no such record set.</returns>
    /// <exception cref="AdapterException">It does not answer, or refuses.</exception>
    public static async Task<DnsRecordSet?> AskAsync(string server, string name, string type, CancellationToken cancellation)
    {
        var subject = $"name server {server}";
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        try
        {
            var question = DnsMessage.Question(name, type);
            return DnsMessage.ReadAnswer(await ExchangeAsync(server, question, bound.Token), question, name, type, subject);
        }
        catch (Exception error) when (error is SocketException or IOException || (error is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new AdapterException(
                $"it does not answer over TCP ({(error is OperationCanceledException ? "time-out" : error.Message)})", subject,
                $"Check that it runs and can be reached: dig +tcp @{HostOf(server)} -p {PortOf(server)} {name} {type}", isTransient: true);
        }
    }

    /// <summary>The host of a server.</summary>
    public static string HostOf(string server) => Split(server).Host;

    /// <summary>The port of a server.</summary>
    /// <value>53 unless it says otherwise.</value>
    public static int PortOf(string server) => Split(server).Port;

    private static async Task<byte[]> ExchangeAsync(string server, byte[] question, CancellationToken cancellation)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(HostOf(server), PortOf(server), cancellation);
        var stream = client.GetStream();
        var sent = new byte[question.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(sent, (ushort)question.Length);
        question.CopyTo(sent, 2);
        await stream.WriteAsync(sent, cancellation);
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, cancellation);
        var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(answer, cancellation);
        return answer;
    }

    private static (string Host, int Port) Split(string server)
    {
        if (IPAddress.TryParse(server, out _))
            return (server, 53);
        var colon = server.LastIndexOf(':');
        return colon > 0 && int.TryParse(server.AsSpan(colon + 1), out var port) ? (server[..colon].Trim('[', ']'), port) : (server.Trim('[', ']'), 53);
    }
}
