using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local;

/// <summary>Measures folders.</summary>
internal static class FolderSize
{
    public static DataSize Of(string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
        return new DataSize(files.Sum(file => file.Length), files.Length);
    }
}
