namespace Orchestrator.Adapters.Local.Processes;

/// <summary>A running process. Its id and start time together name it for ever; the id alone is used again.</summary>
/// <param name="Pid">Its id.</param>
/// <param name="ParentPid">The id of the process that started it, or that took it over.</param>
/// <param name="GroupId">Its process group.</param>
/// <param name="StartTicks">When it was started, in clock ticks since the machine was.</param>
internal sealed record ProcessEntry(int Pid, int ParentPid, int GroupId, long StartTicks);
