using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Contracts.Servers;

/// <summary>
/// A TCP proxy on a free loopback port whose wire can be cut, stalled and mended: a server that goes away, comes back
/// or stops answering without a word.
/// </summary>
public sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly Task _accepting;
    private volatile TaskCompletionSource _flow = Flowing();
    private volatile bool _isCut;
    private long _sentBytes;
    private long _receivedBytes;
    private long _cutAfterBytes = long.MaxValue;

    /// <summary>Starts a proxy.</summary>
    /// <param name="targetPort">The loopback port that it leads to.</param>
    public CuttableProxy(int targetPort)
    {
        _target = new IPEndPoint(IPAddress.Loopback, targetPort);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The port that clients use.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How much clients have sent to the server since the start, in bytes.</summary>
    public long SentBytes => Interlocked.Read(ref _sentBytes);

    /// <summary>How much the server has sent to clients since the start, in bytes.</summary>
    public long ReceivedBytes => Interlocked.Read(ref _receivedBytes);

    /// <summary>Resets all connections; new ones are reset as soon as they are made.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var client in _open.Keys)
            Reset(client);
    }

    /// <summary>Cuts by itself once so much more has gone through, in either direction.</summary>
    /// <param name="bytes">How much may still pass.</param>
    public void CutAfter(long bytes) => Interlocked.Exchange(ref _cutAfterBytes, SentBytes + ReceivedBytes + bytes);

    /// <summary>Keeps all connections open and lets nothing through.</summary>
    public void Stall() => _flow = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets everything through again. Connections that were cut stay so.</summary>
    public void Mend()
    {
        Interlocked.Exchange(ref _cutAfterBytes, long.MaxValue);
        _isCut = false;
        _flow.TrySetResult();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Cut();
        _flow.TrySetResult();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private static TaskCompletionSource Flowing()
    {
        var flow = new TaskCompletionSource();
        flow.SetResult();
        return flow;
    }

    private static void Reset(TcpClient client)
    {
        // Without lingering a close is a reset, which is what a server that dies looks like.
        if (client.Client is { } socket)
            socket.Close(0);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Disposed: nobody is served any more.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = true;
        try
        {
            if (_isCut)
                return;
            await server.ConnectAsync(_target, _stop.Token);
            await Task.WhenAny(PumpAsync(client, server, isUpstream: true), PumpAsync(server, client, isUpstream: false));
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server behind is down: the client sees its connection reset.
        }
        finally
        {
            _open.TryRemove(client, out _);
            Reset(client);
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, bool isUpstream)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _stop.Token) is var read and > 0)
            {
                await _flow.Task.WaitAsync(_stop.Token);
                if (Count(read, isUpstream))
                    Cut();
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _stop.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One end went away; the caller closes the other.
        }
    }

    private bool Count(int bytes, bool isUpstream)
    {
        Interlocked.Add(ref isUpstream ? ref _sentBytes : ref _receivedBytes, bytes);
        return SentBytes + ReceivedBytes >= Interlocked.Read(ref _cutAfterBytes);
    }
}
