using System.Text;

namespace Orchestrator.Api.Security;

/// <summary>Files that only their owner reads, replaced as a whole so that a crash leaves the old or the new one.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void Write(string path, string text)
    {
        var fresh = $"{path}.{Guid.NewGuid():n}.tmp";
        try
        {
            using (var stream = new FileStream(fresh, Options(FileMode.CreateNew, FileShare.None)))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }
            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    /// <summary>Keeps other processes from changing <paramref name="path"/> until the result is disposed.</summary>
    /// <exception cref="IOException">Another process has it for longer than five seconds.</exception>
    public static FileStream Lock(string path)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path + ".lock", Options(FileMode.OpenOrCreate, FileShare.None));
            }
            catch (IOException) when (attempt < 100 && Directory.Exists(Path.GetDirectoryName(path)))
            {
                Thread.Sleep(50);
            }
        }
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows()) // there the folder's access list decides, and the setter throws
            options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
