using System.Runtime.InteropServices;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>Sends signals.</summary>
internal static class Signals
{
    /// <summary>SIGKILL on Linux.</summary>
    public const int Kill = 9;

    /// <summary>Sends a signal to a process if it is still the same; one that has ended is fine.</summary>
    public static void Send(ProcessEntry process, int signal)
    {
        if (ProcessTable.Find(process.Pid)?.StartTicks == process.StartTicks)
        {
            _ = NativeKill(process.Pid, signal);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int pid, int signal);
}
