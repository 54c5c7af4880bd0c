using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Local.Workspace;

/// <summary>Work folders below one folder of this machine, readable by the server's user only.</summary>
/// <param name="root">The folder that holds one folder per migration.</param>
/// <threadsafety>All members are thread safe.</threadsafety>
public sealed class WorkFolders(string root) : IWorkspace
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root = Path.GetFullPath(root);

    /// <inheritdoc/>
    public string FolderOf(string migrationId) => Path.Combine(_root, migrationId);

    /// <inheritdoc/>
    /// <exception cref="AdapterException">The folder cannot be made.</exception>
    public string Ensure(string path)
    {
        try
        {
            var inside = RequireInside(path);
            return (OperatingSystem.IsWindows() ? Directory.CreateDirectory(inside) : Directory.CreateDirectory(inside, OwnerOnly)).FullName;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AdapterException($"it cannot be made: {error.Message}", $"work folder {path}", "Let the server's user write there, or free space", isTransient: false, error);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="AdapterException">The folder cannot be removed.</exception>
    public void Remove(string path)
    {
        try
        {
            if (Directory.Exists(RequireInside(path)))
                Directory.Delete(path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new AdapterException($"it cannot be removed: {error.Message}", $"work folder {path}", "Let the server's user remove it", isTransient: true, error);
        }
    }

    private string RequireInside(string path) =>
        Path.GetFullPath(path).StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? path
            : throw new ArgumentException($"'{path}' is not a work folder: it lies outside of {_root}.", nameof(path));
}
