namespace Orchestrator.Adapters.Local.Processes;

/// <summary>A lock between calls and between servers, which ends with the process that holds it.</summary>
internal static class FileLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">The file; made when it is missing, and never removed.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The lock, which ends when disposed.</returns>
    public static async Task<IDisposable> AcquireAsync(string path, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
