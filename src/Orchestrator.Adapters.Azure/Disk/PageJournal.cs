using System.Globalization;
using System.Text;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>
/// Remembers which pages the disk has, with their hashes, so that a run after a kill sends only what was in flight. A line
/// before a page is sent and one when the store has answered, each appended; a line that was cut off counts as none.
/// </summary>
internal sealed class PageJournal : IDisposable
{
    /// <summary>The number that stands for the footer of a VHD, which lies behind all pages.</summary>
    public const long Footer = long.MaxValue;

    private const int HashLength = 64;
    private const string InFlight = "?";

    private readonly Lock _turn = new();
    private readonly Dictionary<long, string> _done = [];
    private readonly FileStream _file;

    /// <summary>Opens one.</summary>
    /// <param name="path">The file; made when there is none.</param>
    public PageJournal(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        using (var reader = new StreamReader(_file, Encoding.ASCII, detectEncodingFromByteOrderMarks: false, leaveOpen: true))
        {
            while (reader.ReadLine() is { } line)
                Take(line);
        }

        _file.Seek(0, SeekOrigin.End);
        _file.Write("\n"u8); // ends a line that was cut off
    }

    /// <summary>How many pages the disk has or may have, the footer among them.</summary>
    public int Count => _done.Count;

    /// <summary>The numbers of the pages that the disk has or may have.</summary>
    public IReadOnlyCollection<long> Pages => _done.Keys;

    /// <summary>Whether the disk has a page with that content.</summary>
    /// <param name="page">Its number.</param>
    /// <param name="hash">Its hash.</param>
    /// <returns>Whether it does.</returns>
    public bool Has(long page, string hash) => _done.GetValueOrDefault(page) == hash;

    /// <summary>Notes that the disk may have a page from now on: what is on its way when a process is killed may still arrive.</summary>
    /// <param name="page">Its number.</param>
    public void Begin(long page) => Add(page, InFlight);

    /// <summary>Notes that the disk has a page.</summary>
    /// <param name="page">Its number.</param>
    /// <param name="hash">Its hash; empty for zeros, which count as no page.</param>
    public void Add(long page, string hash)
    {
        var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{page} {hash}\n"));
        lock (_turn)
        {
            _file.Write(line);
            Keep(page, hash);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Take(string line)
    {
        var parts = line.Split(' ');
        if (parts.Length == 2 && (parts[1].Length is 0 or HashLength || parts[1] == InFlight) && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var page))
            Keep(page, parts[1]);
    }

    private void Keep(long page, string hash)
    {
        if (hash.Length == 0)
            _done.Remove(page);
        else
            _done[page] = hash;
    }
}
