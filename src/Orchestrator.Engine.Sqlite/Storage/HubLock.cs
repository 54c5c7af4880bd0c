namespace Orchestrator.Engine.Sqlite.Storage;

/// <summary>
/// The right to run a hub: an exclusive lock on a file beside it, which the operating system takes back when the
/// process dies, however it dies. That is the lease of everything in the hub, so a crash gives all of it up at once.
/// </summary>
internal sealed class HubLock : IDisposable
{
    private readonly FileStream _file;

    private HubLock(FileStream file) => _file = file;

    /// <exception cref="HubUnavailableException">Another process runs the hub, or the folder cannot be written.</exception>
    public static HubLock Acquire(string hubPath)
    {
        CreateFolder(hubPath);
        try
        {
            return new(new FileStream(hubPath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException error)
        {
            throw NotWritable(hubPath, error);
        }
        catch (IOException error) when (IsReadOnlyFileSystem(error))
        {
            throw NotWritable(hubPath, error);
        }
        catch (IOException error)
        {
            throw new HubUnavailableException(
                hubPath, "is in use by another orchestrator process", "Stop the other process, or give this one a hub file of its own.", error);
        }
    }

    public void Dispose() => _file.Dispose();

    private static void CreateFolder(string hubPath)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(hubPath))!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(hubPath, error);
        }
    }

    private static HubUnavailableException NotWritable(string hubPath, Exception error) =>
        new(hubPath, "is in a folder that cannot be written", "Make the folder writable for the user who runs the orchestrator, or choose another hub file.", error);

    private static bool IsReadOnlyFileSystem(IOException error)
    {
        const int ErrorReadOnlyFileSystem = 30; // EROFS; .NET reports it as a plain IOException with the errno
        return error is DirectoryNotFoundException || (error.HResult & 0xffff) == ErrorReadOnlyFileSystem;
    }
}
