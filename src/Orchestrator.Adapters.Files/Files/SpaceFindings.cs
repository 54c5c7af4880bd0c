using Orchestrator.Adapters.Files.Interop;
using Orchestrator.Adapters.Files.Trees;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Files.Files;

/// <summary>Looks whether the backup and the copy have room.</summary>
internal static class SpaceFindings
{
    // A file takes whole blocks on the target, and a line in the manifest.
    private const long BlockSizeBytes = 4096;
    private const long ManifestLineSizeBytes = 512;

    /// <summary>What is too little.</summary>
    internal static IEnumerable<Finding> Of(string targetPath, string workFolder, TreeSurvey survey)
    {
        var target = ExistingPath.Nearest(targetPath);
        var work = ExistingPath.Nearest(workFolder);
        var backup = survey.AllocatedBytes + (survey.EntryCount * ManifestLineSizeBytes);
        var copy = survey.AllocatedBytes + (survey.EntryCount * BlockSizeBytes);
        if (DeviceOf(target) == DeviceOf(work)) return Check(target, "backup and copy", backup + copy, survey.EntryCount);
        return [.. Check(work, "backup", backup, 0), .. Check(target, "copy", copy, survey.EntryCount)];
    }

    private static IEnumerable<Finding> Check(string path, string what, long neededBytes, long neededFiles)
    {
        var free = FileSystem.SpaceAt(path);
        if (free.SizeBytes < neededBytes)
            yield return Short(path, $"The {what} may need {FileErrors.Size(neededBytes)}, but {FileErrors.Size(free.SizeBytes.Value)} are free.", "df -h");
        if (free.FileCount < neededFiles)
            yield return Short(path, $"The {what} needs {neededFiles} inodes, but {free.FileCount} are free.", "df -i");
    }

    private static Finding Short(string path, string problem, string command) =>
        new($"file system of '{path}'", problem, $"Make room there ({command} '{path}') or use a larger one.", IsBlocking: true);

    private static ulong DeviceOf(string path)
    {
        using var folder = FileSystem.OpenFolder(path);
        return FileSystem.StatusOf(folder).Device;
    }
}
