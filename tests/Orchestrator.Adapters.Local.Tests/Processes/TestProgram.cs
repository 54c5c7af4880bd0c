using Orchestrator.Adapters.Local.Processes;

namespace Orchestrator.Adapters.Local.Tests.Processes;

/// <summary>The program that stands for a workload.</summary>
internal static class TestProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Orchestrator.TestApp");

    /// <summary>The processes that serve on a port of their own: all that have it among their arguments.</summary>
    public static List<ProcessEntry> RunningOn(int port) =>
    [
        .. ProcessTable.Read().Where(process => ProcessTable.Runs(process.Pid, RealPath.Of(Path)!, ["--port", $"{port}"])),
    ];
}
