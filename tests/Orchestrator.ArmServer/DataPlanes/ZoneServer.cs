using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Testing.Arm;

/// <summary>A name server on loopback that answers every question with the values that it is given (RFC 1035 over TCP).</summary>
public sealed class ZoneServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<IEnumerable<string>> _values;
    private readonly Task _serving;

    /// <summary>Starts it.</summary>
    /// <param name="values">What it answers; asked anew for each question.</param>
    public ZoneServer(Func<IEnumerable<string>> values)
    {
        _values = values;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens, as <c>host:port</c>.</summary>
    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>A name server of a zone at a test server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="recordSetId">The record set with the addresses of the name.</param>
    /// <returns>It, listening.</returns>
    public static ZoneServer Of(ArmServer server, string recordSetId) => new(() =>
        server.Find(recordSetId).Items("properties", "ARecords").Select(record => record.Text("ipv4Address")!));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception error) when (_stop.IsCancellationRequested && error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // It was stopped.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, _stop.Token);
        var question = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await stream.ReadExactlyAsync(question, _stop.Token);
        var values = _values().ToList();
        List<byte> answer = [.. question[..2], 0x84, 0, 0, 1, 0, (byte)values.Count, 0, 0, 0, 0, .. question[12..]];
        foreach (var data in values.Select(Data))
            answer.AddRange([0xC0, 12, 0, question[^3], 0, 1, 0, 0, 0, 60, 0, (byte)data.Length, .. data]);
        await stream.WriteAsync(new byte[] { (byte)(answer.Count >> 8), (byte)answer.Count }.Concat(answer).ToArray(), _stop.Token);
    }

    private static byte[] Data(string value) => IPAddress.TryParse(value, out var address)
        ? address.GetAddressBytes()
        : [.. value.TrimEnd('.').Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]), 0];
}
