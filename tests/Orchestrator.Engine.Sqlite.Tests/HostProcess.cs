using System.Diagnostics;

namespace Orchestrator.Engine.Sqlite.Tests;

/// <summary>The engine in a process of its own, which may be killed.</summary>
internal static class HostProcess
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    /// <summary>Runs the sample flows on a hub until they end or the process kills itself at a point.</summary>
    /// <returns>The end state; <see langword="null"/> when the process was killed.</returns>
    public static async Task<string?> RunAsync(string hubPath, string faultPoint, int times)
    {
        using var process = Start("run", hubPath, faultPoint, times.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Bound);
        await process.WaitForExitAsync().WaitAsync(Bound);
        if (await error is { Length: > 0 } text)
            throw new InvalidOperationException(text);
        return output.Split('\n').FirstOrDefault(line => line.StartsWith("end:", StringComparison.Ordinal));
    }

    /// <summary>Starts a process that holds a hub, and returns when it does.</summary>
    public static async Task<Process> HoldAsync(string hubPath)
    {
        var process = Start("hold", hubPath);
        await process.StandardOutput.ReadLineAsync().WaitAsync(Bound);
        return process;
    }

    private static Process Start(params string[] arguments)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Orchestrator.Engine.Sqlite.Tests.Host.dll");
        var start = new ProcessStartInfo("dotnet", [host, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        return Process.Start(start)!;
    }
}
