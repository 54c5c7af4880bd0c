using Orchestrator.Core.Ports;

namespace Orchestrator.Contracts.World;

/// <summary>Folders that nobody writes to.</summary>
public sealed class FakeWorkspace : IWorkspace
{
    /// <summary>The folders that were removed.</summary>
    public List<string> Removed { get; } = [];

    /// <inheritdoc/>
    public string FolderOf(string migrationId) => $"/memory/{migrationId}";

    /// <inheritdoc/>
    public string Ensure(string path) => path;

    /// <inheritdoc/>
    public void Remove(string path) => Removed.Add(path);
}
