using System.Net;
using System.Net.Sockets;
using Orchestrator.Adapters.Local.Processes;
using Xunit;

namespace Orchestrator.Adapters.Local.Tests.Processes;

public sealed class ListeningSocketsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("::")]
    public void FindInodes_Listener_IsTheOneThatProcTells(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;

        var inodes = ListeningSockets.FindInodes(port);

        Assert.Single(inodes!);
        Assert.Equal(ProcessTable.ReadListeners(port), inodes);
        Assert.Equal([Environment.ProcessId], ProcessTable.ListenersOn(port, [Environment.ProcessId, 1]));
    }

    [Fact]
    public void FindInodes_ConnectionButNoListener_IsEmpty()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        var port = ((IPEndPoint)client.Client.LocalEndPoint!).Port;

        Assert.Empty(ListeningSockets.FindInodes(port)!);
        Assert.Empty(ProcessTable.ListenersOn(port, [Environment.ProcessId]));
    }

    [Fact]
    public void FindInodes_ManyListenersOnOnePort_AreAllFound()
    {
        var listeners = Enumerable.Range(1, 200).Select(_ => (TcpListener?)null).ToArray();
        try
        {
            listeners[0] = Listen("127.0.0.1", 0);
            var port = ((IPEndPoint)listeners[0]!.LocalEndpoint).Port;
            for (var number = 1; number < listeners.Length; number++)
                listeners[number] = Listen($"127.0.1.{number}", port);

            Assert.Equal(listeners.Length, ListeningSockets.FindInodes(port)!.Count);
        }
        finally
        {
            foreach (var listener in listeners)
                listener?.Dispose();
        }
    }

    private static TcpListener Listen(string address, int port)
    {
        var listener = new TcpListener(IPAddress.Parse(address), port);
        listener.Start();
        return listener;
    }
}
