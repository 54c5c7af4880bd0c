using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>The pages of a disk that hold something else than zeros, each with its SHA-256.</summary>
internal sealed class DiskPages
{
    /// <summary>The length of a page: the most that one request to a page blob may write.</summary>
    public const int PageBytes = 4 << 20;

    private readonly SortedDictionary<long, string> _hashes = [];

    /// <summary>How many there are.</summary>
    public int Count => _hashes.Count;

    /// <summary>Them by number, in order.</summary>
    public IReadOnlyDictionary<long, string> Hashes => _hashes;

    /// <summary>One checksum for all.</summary>
    public string Checksum
    {
        get
        {
            using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (page, hash) in _hashes)
                all.AppendData(Encoding.ASCII.GetBytes(Line(page, hash)));
            return Convert.ToHexStringLower(all.GetHashAndReset());
        }
    }

    /// <summary>The length of a page; the last one may be shorter.</summary>
    /// <param name="page">Its number.</param>
    /// <param name="diskBytes">The length of the disk.</param>
    /// <returns>Its length in bytes.</returns>
    public static int LengthOf(long page, long diskBytes) => (int)Math.Min(PageBytes, diskBytes - (page * PageBytes));

    /// <summary>Hashes a page.</summary>
    /// <param name="content">Its content.</param>
    /// <returns>SHA-256 as lower-case hexadecimal.</returns>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Adds a page, unless it holds zeros alone.</summary>
    /// <param name="page">Its number.</param>
    /// <param name="content">Its content.</param>
    public void Add(long page, ReadOnlySpan<byte> content)
    {
        if (!content.ContainsAnyExcept((byte)0))
            return;
        var hash = HashOf(content);
        lock (_hashes)
            _hashes[page] = hash;
    }

    /// <summary>Hashes a VHD.</summary>
    /// <param name="vhd">The file; its holes are not read.</param>
    /// <param name="progress">Takes progress.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Its pages.</returns>
    public static DiskPages Of(VhdFile vhd, IProgress<StepProgress> progress, CancellationToken cancellation)
    {
        var pages = new DiskPages();
        var buffer = GC.AllocateUninitializedArray<byte>(PageBytes);
        foreach (var page in vhd.DataPages())
        {
            cancellation.ThrowIfCancellationRequested();
            pages.Add(page, vhd.Read(page, buffer).Span);
            progress.Report(new StepProgress(Math.Min(vhd.DiskBytes, (page + 1) * PageBytes), vhd.DiskBytes, "bytes"));
        }

        return pages;
    }

    /// <summary>Writes a file with one line a page, <c>NUMBER SHA256</c>, whole whenever somebody reads it.</summary>
    /// <param name="path">The file.</param>
    public void Write(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.draft";
        File.WriteAllLines(draft, _hashes.Select(page => Line(page.Key, page.Value).TrimEnd('\n')));
        File.Move(draft, path, overwrite: true);
    }

    /// <summary>Reads such a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The pages.</returns>
    /// <exception cref="AdapterException">It cannot be read.</exception>
    public static DiskPages Read(string path)
    {
        var pages = new DiskPages();
        try
        {
            foreach (var line in File.ReadLines(path))
            {
                var parts = line.Split(' ');
                pages._hashes.Add(long.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), parts[1]);
            }
        }
        catch (Exception error) when (error is IOException or FormatException or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw new AdapterException($"it cannot be read: {error.Message}", $"the list of pages {path}", "Run the migration again: the backup is incomplete", isTransient: false, error);
        }

        return pages;
    }

    private static string Line(long page, string hash) => string.Create(CultureInfo.InvariantCulture, $"{page} {hash}\n");
}
