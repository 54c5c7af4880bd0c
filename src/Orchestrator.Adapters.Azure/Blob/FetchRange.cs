namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>A range of a blob that one request fetches: a part of a large file, or many small files that lie side by side.</summary>
internal sealed class FetchRange
{
    private readonly List<FetchPiece> _pieces;

    private FetchRange(FetchPiece first) => (_pieces, SizeBytes) = ([first], first.SizeBytes);

    /// <summary>The blob.</summary>
    public string Blob => _pieces[0].File.Blob!;

    /// <summary>Where in the blob it begins.</summary>
    public long OffsetBytes => _pieces[0].BlobOffsetBytes;

    /// <summary>Its size.</summary>
    public int SizeBytes { get; private set; }

    /// <summary>What it consists of, without gaps.</summary>
    public IReadOnlyList<FetchPiece> Pieces => _pieces;

    /// <summary>Divides files into ranges.</summary>
    /// <param name="files">What is wanted; no empty files.</param>
    /// <param name="startAt">How much of a file is there already.</param>
    /// <param name="limitBytes">The largest range.</param>
    /// <returns>The ranges; the parts of a file in their order, not mixed with other files.</returns>
    public static IEnumerable<FetchRange> Divide(IEnumerable<ManifestFile> files, Func<ManifestFile, long> startAt, int limitBytes)
    {
        FetchRange? open = null;
        var ordered = files.OrderBy(file => file.Blob, StringComparer.Ordinal).ThenBy(file => file.OffsetBytes);
        foreach (var piece in ordered.SelectMany(file => Cut(file, startAt(file), limitBytes)))
        {
            if (open?.TryAppend(piece, limitBytes) == true)
                continue;
            if (open is not null)
                yield return open;
            open = new FetchRange(piece);
        }

        if (open is not null)
            yield return open;
    }

    private static IEnumerable<FetchPiece> Cut(ManifestFile file, long start, int limitBytes)
    {
        for (var offset = start; offset < file.SizeBytes; offset += limitBytes)
            yield return new FetchPiece(file, offset, (int)Math.Min(limitBytes, file.SizeBytes - offset));
    }

    private bool TryAppend(FetchPiece piece, int limitBytes)
    {
        if (piece.File.Blob != Blob || piece.BlobOffsetBytes != OffsetBytes + SizeBytes || SizeBytes + piece.SizeBytes > limitBytes)
            return false;
        _pieces.Add(piece);
        SizeBytes += piece.SizeBytes;
        return true;
    }
}
