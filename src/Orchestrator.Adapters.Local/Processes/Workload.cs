using Orchestrator.Adapters.Local.Commands;

namespace Orchestrator.Adapters.Local.Processes;

/// <summary>One workload process: who it is, and where the server keeps what it knows about it.</summary>
/// <param name="Name">Its identity.</param>
/// <param name="Mark">The value of the variable that its processes carry.</param>
/// <param name="Folder">The server's folder for the state of processes.</param>
/// <param name="Allowed">The program, as the server's settings allow it.</param>
/// <param name="Settings">What the plan says.</param>
internal sealed record Workload(string Name, string Mark, string Folder, AllowedCommand Allowed, ProcessSettings Settings)
{
    /// <summary>The file that remembers its process id.</summary>
    public string StatePath => Path.Combine(Folder, $"{Name}.json");

    /// <summary>The file that takes its output.</summary>
    public string LogPath => Path.Combine(Folder, $"{Name}.log");

    /// <summary>The file whose lock is held while it is started or stopped.</summary>
    public string LockPath => Path.Combine(Folder, $"{Name}.lock");

    /// <summary>How it is called in messages.</summary>
    public string Subject => $"process '{Name}'";

    /// <summary>Finds all its processes: by the record on disk, by their mark, and by pid file or port if somebody else started them.</summary>
    public IReadOnlyList<ProcessEntry> FindProcesses()
    {
        var all = ProcessTable.Read();
        var roots = all.Where(process => process.Pid != Environment.ProcessId && ProcessTable.HasMark(process.Pid, Mark)).Select(process => process.Pid)
            .Concat(FindForeign(all))
            .ToHashSet();
        if (ProcessRecord.Read(StatePath)?.FindRunning() is { } known)
        {
            roots.Add(known.Pid);
        }

        return ProcessFamily.Of(roots, all);
    }

    // By pid file or port, if it runs the plan's command.
    private IEnumerable<int> FindForeign(IEnumerable<ProcessEntry> all)
    {
        if ((Settings.PidFile is null && Settings.Port is null) || RealPath.Of(Allowed.Path) is not { } program)
        {
            return [];
        }

        return Named().Where(IsCommand).Concat(Settings.Port is { } port ? ProcessTable.ListenersOn(port, all.Select(process => process.Pid).Where(IsCommand)) : []);

        bool IsCommand(int pid) => pid != Environment.ProcessId && ProcessTable.Runs(pid, program, Allowed.Arguments);
    }

    private IEnumerable<int> Named() =>
        Settings.PidFile is { } file && File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), out var pid) ? [pid] : [];
}
