using Orchestrator.Core.Plans;

namespace Orchestrator.Benchmarks.Disk;

/// <summary>What the measured process is told.</summary>
/// <param name="Endpoint">Where Resource Manager is played.</param>
/// <param name="CaFile">Its certificate.</param>
/// <param name="TokenFile">A token for it.</param>
/// <param name="Component">The part of the plan.</param>
/// <param name="WorkFolder">An empty folder.</param>
internal sealed record DiskSend(Uri Endpoint, string CaFile, string TokenFile, DataComponent Component, string WorkFolder)
{
    /// <summary>An empty folder for the backup.</summary>
    public string BackupFolder => Directory.CreateDirectory(Path.Combine(WorkFolder, "backup")).FullName;
}
