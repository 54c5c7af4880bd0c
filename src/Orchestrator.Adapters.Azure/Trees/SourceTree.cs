using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Trees;

/// <summary>A tree of files on this machine, or mounted there.</summary>
/// <param name="path">Its top.</param>
/// <param name="skipsLinks">Whether links are left out; they are refused otherwise.</param>
/// <param name="names">What the target can hold.</param>
internal sealed class SourceTree(string path, bool skipsLinks, TreeNames names)
{
    private const int BufferBytes = 1 << 17;

    private static readonly string NoContent = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>Opens the tree of a plan.</summary>
    /// <param name="path">Its top.</param>
    /// <param name="skipsLinks">Whether links are left out.</param>
    /// <param name="names">What the target can hold.</param>
    /// <param name="subject">The component, for people.</param>
    /// <returns>The tree.</returns>
    /// <exception cref="AdapterException">The path is not absolute.</exception>
    public static SourceTree At(string path, bool skipsLinks, TreeNames names, string subject) => System.IO.Path.IsPathRooted(path)
        ? new(System.IO.Path.TrimEndingDirectorySeparator(path), skipsLinks, names)
        : throw new AdapterException("'source.path' is not absolute", subject, "Give the whole path, on this host or mounted there", isTransient: false);

    /// <summary>Its top.</summary>
    public string Path => path;

    /// <summary>All files, in the order of the UTF-8 bytes of their paths. Only one folder's names are held at a time.</summary>
    /// <returns>The files.</returns>
    /// <exception cref="AdapterException">It holds something that the target cannot.</exception>
    public IEnumerable<(string Path, FileInfo File)> Walk() => Walk(new DirectoryInfo(path), "");

    /// <summary>Measures it.</summary>
    /// <returns>Its size.</returns>
    public DataSize Measure()
    {
        var (bytes, count) = (0L, 0L);
        foreach (var (_, file) in Walk())
            (bytes, count) = (bytes + file.Length, count + 1);
        return new(bytes, count);
    }

    /// <summary>Hashes all files.</summary>
    /// <param name="parallelism">How many at once.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The files, in the same order.</returns>
    public IAsyncEnumerable<LedgerLine> ReadAsync(int parallelism, CancellationToken cancellation) =>
        Walk().ToAsyncEnumerable().InOrderAsync(parallelism, (entry, stop) => HashAsync(entry.Path, entry.File, stop), cancellation);

    private static async Task<LedgerLine> HashAsync(string relative, FileInfo file, CancellationToken cancellation)
    {
        var (size, written) = (file.Length, file.LastWriteTimeUtc);
        // Also pipes and sockets, which look empty and would never end: no tool copies them, so that the proof names them.
        if (size == 0)
            return new(relative, 0, NoContent);
        await using var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferBytes, FileOptions.SequentialScan);
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation));
        file.Refresh();
        if (file.Length != size || file.LastWriteTimeUtc != written)
            throw new AdapterException("it was changed while it was read", $"'{file.FullName}'", "Find out what still writes there; the step is tried again", isTransient: true);
        return new(relative, size, hash);
    }

    private IEnumerable<(string Path, FileInfo File)> Walk(DirectoryInfo folder, string prefix)
    {
        var all = new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };
        var entries = folder.EnumerateFileSystemInfos("*", all)
            .Select(entry => (Key: Encoding.UTF8.GetBytes(entry is DirectoryInfo && entry.LinkTarget is null ? $"{entry.Name}/" : entry.Name), Entry: entry))
            .OrderBy(pair => pair.Key, ByteOrder.Instance);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (_, entry) in entries)
        {
            if (entry.LinkTarget is not null)
            {
                RefuseUnless(skipsLinks, entry);
                continue;
            }

            if (!seen.Add(entry.Name) && names.FoldsCase)
                throw Unfit("another name beside it differs in the case of letters alone, which the target does not tell apart", entry);
            if (entry is FileInfo file)
                yield return (Checked(prefix + file.Name, file), file);
            else
            {
                foreach (var found in Walk((DirectoryInfo)entry, $"{prefix}{entry.Name}/"))
                    yield return found;
            }
        }
    }

    private static void RefuseUnless(bool isFine, FileSystemInfo entry)
    {
        if (!isFine)
            throw new AdapterException(
                "it is a link, and the target holds plain files",
                $"'{entry.FullName}'", "Replace it by what it leads to, or set 'skipLinks: true' and make it anew on the target", isTransient: false);
    }

    private string Checked(string relative, FileInfo file)
    {
        if (!names.CanHold(relative))
            throw Unfit($"its name cannot be kept: {names.Limits}", file);
        return file.Length <= names.LargestBytes ? relative : throw new AdapterException(
            string.Create(CultureInfo.InvariantCulture, $"it has {file.Length:N0} bytes, and a file on the target has at most {names.LargestBytes:N0}"),
            $"'{file.FullName}'", "Split it, or move it by another way", isTransient: false);
    }

    private static AdapterException Unfit(string problem, FileSystemInfo entry) =>
        new(problem, $"'{entry.FullName}'", "Rename it before the migration", isTransient: false);

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static ByteOrder Instance { get; } = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
