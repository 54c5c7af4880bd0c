using System.Diagnostics;

namespace Orchestrator.Demo;

/// <summary>
/// Ends whatever carries a folder in its command line or its environment, and removes the folder: when it is disposed of,
/// and also when this process dies first, however it dies, because it is a process of its own that waits for a pipe to break.
/// </summary>
internal sealed class Reaper(string folder) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What it looks for is in its own command line too. A second look finds what was being started during the first.
    private const string Script = """
        trap '' HUP INT TERM
        cat >/dev/null
        for look in 1 2; do
          for process in /proc/[0-9]*; do
            [ "$process" = "/proc/$$" ] || ! grep -aqsF -- "$0/" "$process/cmdline" "$process/environ" || kill -9 "${process#/proc/}" 2>/dev/null
          done
        done
        rm -rf -- "$0"
        """;

    private readonly Process _process = Process.Start(new ProcessStartInfo("sh", ["-c", Script, folder]) { RedirectStandardInput = true, WorkingDirectory = "/" })!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(patience.Token);
        _process.Dispose();
    }
}
