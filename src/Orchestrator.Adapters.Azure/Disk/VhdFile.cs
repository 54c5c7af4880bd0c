using Microsoft.Win32.SafeHandles;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>A fixed VHD, read by pages.</summary>
internal sealed class VhdFile : IDisposable
{
    private readonly SafeFileHandle _file;

    private VhdFile(string path, SafeFileHandle file)
    {
        (Path, _file) = (path, file);
        FileBytes = RandomAccess.GetLength(file);
        Footer = ReadFooter();
        DiskBytes = VhdFooter.ReadDiskBytes(Footer, FileBytes, path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Its length, with its footer.</summary>
    public long FileBytes { get; }

    /// <summary>The length of the disk in it.</summary>
    public long DiskBytes { get; }

    /// <summary>Its footer.</summary>
    public byte[] Footer { get; }

    /// <summary>Opens and checks one.</summary>
    /// <param name="path">Where it is.</param>
    /// <returns>The open file.</returns>
    /// <exception cref="AdapterException">It cannot be read, or Azure would not take it.</exception>
    public static VhdFile Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path, options: FileOptions.RandomAccess);
            return new VhdFile(path, file);
        }
        catch (Exception error)
        {
            file?.Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw new AdapterException($"it cannot be read: {error.Message}", $"VHD {path}", "Give the absolute path of a file that the host's user may read", isTransient: false, error);
            throw;
        }
    }

    /// <summary>The numbers of the pages that may hold data, in order.</summary>
    /// <returns>The numbers; a page of zeros may be among them.</returns>
    public IEnumerable<long> DataPages()
    {
        var next = 0L;
        foreach (var (from, to) in SparseFile.DataIn(_file, DiskBytes))
        {
            for (next = Math.Max(next, from / DiskPages.PageBytes); next * DiskPages.PageBytes < to; next++)
                yield return next;
        }
    }

    /// <summary>Reads a page.</summary>
    /// <param name="page">Its number.</param>
    /// <param name="buffer">At least as long as a page.</param>
    /// <returns>What was read: the last page may be shorter.</returns>
    /// <exception cref="AdapterException">The file has become shorter.</exception>
    public Memory<byte> Read(long page, byte[] buffer)
    {
        var content = buffer.AsMemory(0, DiskPages.LengthOf(page, DiskBytes));
        Fill(content.Span, page * DiskPages.PageBytes);
        return content;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private byte[] ReadFooter()
    {
        var footer = new byte[VhdFooter.Bytes];
        if (FileBytes >= VhdFooter.Bytes)
            Fill(footer, FileBytes - VhdFooter.Bytes);
        return footer;
    }

    private void Fill(Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            var read = RandomAccess.Read(_file, buffer, offset);
            if (read == 0)
                throw new AdapterException("it has become shorter while it was read", $"VHD {Path}", "Nobody may write to it during the migration; export it again", isTransient: false);
            buffer = buffer[read..];
            offset += read;
        }
    }
}
