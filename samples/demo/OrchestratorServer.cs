using System.Diagnostics;
using System.Net;

namespace Orchestrator.Demo;

/// <summary>An orchestrator of one's own: a process that can be started, killed and started again on the same data.</summary>
internal sealed class OrchestratorServer(string folder, int port, IReadOnlyDictionary<string, string> environment) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Process? _process;

    /// <summary>Where its API is.</summary>
    public Uri Url { get; } = new($"http://127.0.0.1:{port}");

    /// <summary>Its data folder.</summary>
    public string DataFolder { get; } = Path.Combine(folder, "server");

    /// <summary>What it printed.</summary>
    public string LogPath => Path.Combine(folder, "server.log");

    /// <summary>The key of its administrator.</summary>
    public string AdminKey => File.ReadAllText(Path.Combine(DataFolder, "admin.key")).Trim();

    /// <summary>Starts it and waits until it is ready; one that still runs is killed first.</summary>
    public async Task StartAsync(params string[] arguments)
    {
        await KillAsync();
        var start = Programs.Prepare("orchestrator", environment, ["serve", "--data", DataFolder, "--url", Url.ToString(), "--settings", folder, .. arguments]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        Log(_process);
        await WaitUntilReadyAsync();
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

    /// <summary>A client with a key.</summary>
    public HttpClient CreateClient(string? key = null) => new()
    {
        BaseAddress = Url,
        DefaultRequestHeaders = { { "x-functions-key", key ?? AdminKey } },
    };

    /// <summary>Runs the command line against it.</summary>
    public ProcessStartInfo Cli(string? key, params string[] arguments) => Programs.Prepare(
        "orchestrator",
        new Dictionary<string, string> { ["ORCHESTRATOR_URL"] = Url.ToString(), ["ORCHESTRATOR_KEY"] = key ?? AdminKey },
        arguments);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await KillAsync();

    private void Log(Process process)
    {
        var log = new StreamWriter(LogPath, append: true) { AutoFlush = true };
        void Write(object sender, DataReceivedEventArgs line)
        {
            lock (log)
                log.WriteLine(line.Data);
        }

        process.OutputDataReceived += Write;
        process.ErrorDataReceived += Write;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(5) };
        for (var since = Stopwatch.StartNew(); since.Elapsed < Patience && _process is { HasExited: false }; await Task.Delay(50))
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/healthz", UriKind.Relative));
                if (answer.StatusCode == HttpStatusCode.OK && File.Exists(Path.Combine(DataFolder, "admin.key")))
                    return;
            }
            catch (HttpRequestException)
            {
                continue; // not listening yet
            }
        }

        throw new InvalidOperationException($"The orchestrator did not start: {await File.ReadAllTextAsync(LogPath)}");
    }
}
