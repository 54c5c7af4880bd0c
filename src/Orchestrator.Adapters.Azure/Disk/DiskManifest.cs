using Orchestrator.Adapters.Azure.Arm;
using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Disk;

/// <summary>
/// What a backup folder holds: where the content is, and what it is. The content itself is the VHD or the snapshot, which
/// stay where they are, so that a disk is not stored twice.
/// </summary>
internal sealed record DiskManifest
{
    /// <summary>The file in the backup folder with this.</summary>
    public const string FileName = "disk.json";

    /// <summary>The file in the backup folder with the pages and their hashes.</summary>
    public const string PagesFileName = "pages.sha256";

    /// <summary>The VHD.</summary>
    public string? Vhd { get; init; }

    /// <summary>The id of the snapshot.</summary>
    public string? Snapshot { get; init; }

    /// <summary>The length of the disk.</summary>
    public required long DiskBytes { get; init; }

    /// <summary>The length of a page.</summary>
    public int PageBytes { get; init; } = DiskPages.PageBytes;

    /// <summary>How many pages hold something else than zeros.</summary>
    public required int PageCount { get; init; }

    /// <summary>One checksum for all pages.</summary>
    public required string Checksum { get; init; }

    /// <summary>What was backed up, for the runbook.</summary>
    public DataSize Size => new((long)PageCount * PageBytes, 1);

    /// <summary>Writes a backup; this file comes last, so that what is half-written is not taken for one.</summary>
    /// <param name="folder">The backup folder.</param>
    /// <param name="pages">The pages.</param>
    public void Write(string folder, DiskPages pages)
    {
        var files = new JournalFiles(folder);
        files.Remove(FileName);
        pages.Write(Path.Combine(folder, PagesFileName));
        files.Write(FileName, this);
    }

    /// <summary>Reads a backup.</summary>
    /// <param name="folder">The backup folder.</param>
    /// <returns>It and its pages.</returns>
    /// <exception cref="AdapterException">It is incomplete or was changed.</exception>
    public static (DiskManifest Manifest, DiskPages Pages) Read(string folder)
    {
        var manifest = new JournalFiles(folder).Read<DiskManifest>(FileName) ?? throw Incomplete(folder, "there is no complete backup of a disk in it");
        var pages = DiskPages.Read(Path.Combine(folder, PagesFileName));
        return pages.Count == manifest.PageCount && pages.Checksum == manifest.Checksum
            ? (manifest, pages)
            : throw Incomplete(folder, $"its {PagesFileName} is not the one that {FileName} tells of");
    }

    private static AdapterException Incomplete(string folder, string problem) =>
        new(problem, $"the backup {folder}", "Run the migration again, which makes a new one", isTransient: false);
}
