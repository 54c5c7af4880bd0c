namespace Orchestrator.Adapters.Files.Sync;

/// <summary>Keeps two runs, of this process or of another, from working on the syncs of a component at once. A kill releases it.</summary>
internal static class SyncLock
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until the lock is free and takes it.</summary>
    /// <returns>The lock; dispose it to release it.</returns>
    internal static IDisposable Enter(string path, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (TryEnter(path) is { } taken) return taken;
            cancellation.WaitHandle.WaitOne(LookAgainAfter);
        }
    }

    /// <summary>Takes the lock if it is free.</summary>
    /// <returns>The lock, or <see langword="null"/>.</returns>
    internal static IDisposable? TryEnter(string path)
    {
        SyncFiles.MakePrivate(Path.GetDirectoryName(path)!);
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException error) when (IsTaken(error))
        {
            return null;
        }
    }

    // EWOULDBLOCK of flock, which is how .NET keeps others out of a file on Linux.
    private static bool IsTaken(IOException error) => error.HResult == Interop.Errno.WouldBlock;
}
