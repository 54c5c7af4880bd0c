using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using Xunit;

namespace Orchestrator.Contracts.Servers;

/// <summary>
/// A blob service of one's own on a free loopback port, with its data in a temporary folder and its own random account
/// key. It ends with this process, however that ends.
/// </summary>
public sealed class AzuriteServer : IAsyncLifetime, IAsyncDisposable
{
    /// <summary>The name of the account.</summary>
    public const string AccountName = "orchestrator";

    // Its standard input is a pipe from this process: when this process dies, even by kill -9, the pipe closes.
    private const string EndsWithParent =
        "process.stdin.on('end', () => { process.kill(process.pid, 'SIGTERM'); setTimeout(() => process.exit(0), 3000).unref(); }).resume();"
        + "require(process.argv[1]);";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);
    private readonly string _data = Directory.CreateTempSubdirectory("orchestrator-azurite-").FullName;
    private Process? _process;

    /// <summary>The key of the account, new for each server.</summary>
    public string AccountKey { get; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));

    /// <summary>The port it listens on; the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>The account's address, without a slash at its end.</summary>
    public string Endpoint => EndpointAt(Port);

    /// <summary>What to put into a plan.</summary>
    public string ConnectionString => ConnectionStringAt(Port);

    /// <summary>The same account seen through another port, for example that of a <see cref="CuttableProxy"/>.</summary>
    /// <param name="port">The port.</param>
    /// <returns>What to put into a plan.</returns>
    public string ConnectionStringAt(int port) =>
        $"DefaultEndpointsProtocol=http;AccountName={AccountName};AccountKey={AccountKey};BlobEndpoint={EndpointAt(port)}/;";

    /// <summary>Starts a server.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The server, ready for requests.</returns>
    public static async Task<AzuriteServer> StartAsync(CancellationToken cancellation = default)
    {
        var server = new AzuriteServer();
        await server.RestartAsync(cancellation);
        return server;
    }

    /// <summary>Starts it again, on the same port with the same data.</summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A task that completes when it answers.</returns>
    public async Task RestartAsync(CancellationToken cancellation = default)
    {
        await StopAsync();
        var script = await AzuriteInstallation.FindScriptAsync(cancellation);
        // A port that was free a moment ago can be taken now; only the first start may choose another.
        var attempts = Port == 0 ? 3 : 1;
        for (var attempt = 1; ; attempt++)
        {
            var port = Port == 0 ? LoopbackPort.Free() : Port;
            var failure = await TryStartAsync(script, port, cancellation);
            if (failure is null)
                return;
            if (attempt == attempts)
                throw new InvalidOperationException($"Azurite did not start on port {port}: {failure}");
        }
    }

    /// <summary>Stops it and keeps its data.</summary>
    /// <returns>A task that completes when it has ended.</returns>
    public async Task StopAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => RestartAsync();

    /// <summary>Stops it and removes its data.</summary>
    /// <returns>A task that completes when nothing of it is left.</returns>
    public async Task DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    private static string EndpointAt(int port) => $"http://127.0.0.1:{port}/{AccountName}";

    private async Task<string?> TryStartAsync(string script, int port, CancellationToken cancellation)
    {
        var process = Process.Start(StartInfo(script, port))!;
        var output = new ProcessOutput(process);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(StartTimeout);
        while (!process.HasExited && !await AnswersAsync(port, patience.Token))
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        if (process.HasExited)
            return output.ToString();
        (_process, Port) = (process, port);
        return null;
    }

    private ProcessStartInfo StartInfo(string script, int port) => new("node",
    [
        "--eval", EndsWithParent, script, "--blobHost", "127.0.0.1", "--blobPort", $"{port}", "--location", _data,
        "--skipApiVersionCheck", "--disableTelemetry", "--silent",
    ])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment = { ["AZURITE_ACCOUNTS"] = $"{AccountName}:{AccountKey}" },
    };

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        try
        {
            using var client = new HttpClient();
            using var answer = await client.GetAsync(new Uri($"{EndpointAt(port)}?comp=list"), cancellation);
            return true;
        }
        catch (HttpRequestException error) when (error.InnerException is SocketException or IOException)
        {
            return false;
        }
    }
}
