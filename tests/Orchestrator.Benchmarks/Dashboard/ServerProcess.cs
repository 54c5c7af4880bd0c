using System.Diagnostics;
using System.Globalization;
using Orchestrator.Api.Security;
using Orchestrator.Contracts.Servers;

namespace Orchestrator.Benchmarks.Dashboard;

/// <summary>The serving process, seen from outside: its address, a key, and what it costs.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;

    private ServerProcess(DirectoryInfo folder, Process process, Uri url, string key) => (_folder, _process, Url, Key) = (folder, process, url, key);

    public Uri Url { get; }

    /// <summary>The key of somebody who may read.</summary>
    public string Key { get; }

    public static async Task<ServerProcess> StartAsync(LoadOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("orchestrator-bench-");
        var key = EmbeddedHost.KeysIn(folder.FullName).Add("rita", [Roles.Reader]);
        var port = LoopbackPort.Free();
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
        [
            .. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? new[] { typeof(ServerProcess).Assembly.Location } : [],
            "dashboard", LoadServer.Verb, folder.FullName, port.ToString(CultureInfo.InvariantCulture), .. options.ToArguments(),
        ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var server = new ServerProcess(folder, process, new($"http://127.0.0.1:{port}"), key);
        if (await process.StandardOutput.ReadLineAsync() != LoadServer.Ready)
            throw new InvalidOperationException("The serving process did not start.");
        return server;
    }

    /// <summary>Measures what share of one core the process uses.</summary>
    public async Task<double> MeasureCoresAsync(TimeSpan length)
    {
        var (before, clock) = (CpuTime(), Stopwatch.GetTimestamp());
        await Task.Delay(length);
        return (CpuTime() - before) / Stopwatch.GetElapsedTime(clock);
    }

    /// <summary>What the process has used so far.</summary>
    public TimeSpan CpuTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
