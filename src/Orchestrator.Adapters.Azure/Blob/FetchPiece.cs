namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>A part of a file that is fetched in one go.</summary>
/// <param name="File">The file.</param>
/// <param name="OffsetBytes">Where in the file it begins.</param>
/// <param name="SizeBytes">Its size.</param>
internal sealed record FetchPiece(ManifestFile File, long OffsetBytes, int SizeBytes)
{
    /// <summary>Where in the blob it begins.</summary>
    public long BlobOffsetBytes => File.OffsetBytes + OffsetBytes;

    /// <summary>Whether the file ends with it.</summary>
    public bool IsLast => OffsetBytes + SizeBytes == File.SizeBytes;
}
