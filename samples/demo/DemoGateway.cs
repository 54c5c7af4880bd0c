using System.Diagnostics;
using System.Globalization;
using Orchestrator.Contracts.Servers;

namespace Orchestrator.Demo;

/// <summary>The gateway that users go through: a process that can be killed and started again on the same state.</summary>
internal sealed class DemoGateway : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MaxHold = TimeSpan.FromMinutes(2);
    private readonly string _folder;
    private readonly Uri _source;
    private readonly Uri _target;
    private Process? _process;

    private DemoGateway(string folder, Uri source, Uri target) => (_folder, _source, _target) = (folder, source, target);

    /// <summary>Where users are served.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{LoopbackPort.Free()}");

    /// <summary>Where the orchestrator switches it.</summary>
    public Uri AdminAddress { get; } = new($"http://127.0.0.1:{LoopbackPort.Free()}");

    /// <summary>The file with the key of the admin address.</summary>
    public string KeyFile => $"{StateFile}.key";

    private string StateFile => Path.Combine(_folder, "gateway.json");

    /// <summary>Starts a gateway.</summary>
    public static async Task<DemoGateway> StartAsync(string folder, Uri source, Uri target)
    {
        var gateway = new DemoGateway(folder, source, target);
        await gateway.StartAgainAsync();
        return gateway;
    }

    /// <summary>Kills it as a power cut would, at once.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    /// <summary>Starts it on what it remembers.</summary>
    public async Task StartAgainAsync()
    {
        var start = Programs.Prepare("orchestrator", new Dictionary<string, string>(), "gateway",
            "--listen", Text(Address), "--admin", Text(AdminAddress), "--state", StateFile, "--source", Text(_source), "--target", Text(_target),
            "--max-hold", MaxHold.ToString("c", CultureInfo.InvariantCulture));
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await WaitUntilReadyAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await KillAsync();

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience && _process is { HasExited: false }; await Task.Delay(20))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri(AdminAddress, "/state")); // refused without a key, but answered
                return;
            }
            catch (HttpRequestException)
            {
                continue; // not listening yet
            }
        }

        throw new InvalidOperationException("The gateway did not start.");
    }

    private static string Text(Uri address) => address.ToString().TrimEnd('/');
}
