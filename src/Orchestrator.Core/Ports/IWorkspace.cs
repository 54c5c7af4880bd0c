namespace Orchestrator.Core.Ports;

/// <summary>Folders in which steps keep what they work on.</summary>
/// <threadsafety>All members are thread safe.</threadsafety>
public interface IWorkspace
{
    /// <summary>The folder of one migration; it may not exist yet.</summary>
    /// <param name="migrationId">The migration.</param>
    /// <returns>An absolute path that is the same on every call.</returns>
    string FolderOf(string migrationId);

    /// <summary>Makes a folder with its parents, readable by the server's user only. Fine when it exists.</summary>
    /// <param name="path">An absolute path.</param>
    /// <returns>The path.</returns>
    string Ensure(string path);

    /// <summary>Removes a folder with all that is in it. Fine when there is none.</summary>
    /// <param name="path">An absolute path.</param>
    void Remove(string path);
}
