using System.Diagnostics;
using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;
using Orchestrator.Adapters.Local.Dns;
using Orchestrator.Core.Durability;

namespace Orchestrator.Demo.Machines;

/// <summary>Users who keep reading blocks, look the server's name up each time, and compare every answer with the disk that they know.</summary>
internal sealed class BlockReaders : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly string _nameServer;
    private readonly SafeFileHandle _disk;
    private readonly HttpClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    private BlockReaders(Uri address, string nameServer, string disk)
    {
        (_nameServer, _disk) = (nameServer, File.OpenHandle(disk));
        var handler = new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, UseProxy = false, ConnectCallback = ConnectAsync };
        _client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        _reading = ReadOnAsync();
    }

    /// <summary>How many answers were right.</summary>
    public int Right { get; private set; }

    /// <summary>How many answers were wrong.</summary>
    public int Wrong { get; private set; }

    /// <summary>How many requests got no answer and were repeated.</summary>
    public int Failed { get; private set; }

    /// <summary>The longest time without a right answer.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>The machine that answered last.</summary>
    public string? LastMachine { get; private set; }

    /// <summary>Starts to read.</summary>
    /// <param name="address">The server's address, as users have it.</param>
    /// <param name="nameServer">Who knows its name.</param>
    /// <param name="disk">The disk that they know.</param>
    public static BlockReaders Start(Uri address, string nameServer, string disk) => new(address, nameServer, disk);

    /// <summary>Ends reading.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _reading;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _disk.Dispose();
        _stop.Dispose();
    }

    private async Task ReadOnAsync()
    {
        var random = new Random(1);
        var since = Stopwatch.StartNew();
        while (!_stop.IsCancellationRequested)
        {
            if (await TryReadAsync(random.NextInt64(RandomAccess.GetLength(_disk) / DiskMachine.BlockBytes)))
            {
                LongestGap = since.Elapsed > LongestGap ? since.Elapsed : LongestGap;
                since.Restart();
            }

            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryReadAsync(long block)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri($"/blocks/{block}", UriKind.Relative), _stop.Token);
            answer.EnsureSuccessStatusCode();
            var isRight = IsRight(block, await answer.Content.ReadAsByteArrayAsync(_stop.Token));
            (Right, Wrong) = isRight ? (Right + 1, Wrong) : (Right, Wrong + 1);
            LastMachine = answer.Headers.GetValues(DiskMachine.Header).First();
            return isRight;
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException or OrchestratorException)
        {
            Failed += _stop.IsCancellationRequested ? 0 : 1;
            return false;
        }
    }

    private bool IsRight(long block, byte[] content)
    {
        var expected = new byte[DiskMachine.BlockBytes];
        return RandomAccess.Read(_disk, expected, block * DiskMachine.BlockBytes) == content.Length && content.AsSpan().SequenceEqual(expected);
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var found = await DnsQuestion.AskAsync(_nameServer, context.DnsEndPoint.Host, "A", cancellation);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(found?.Values[0] ?? "", context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
