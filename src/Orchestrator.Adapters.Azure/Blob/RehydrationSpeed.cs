namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>How fast blobs are brought back from the archive tier.</summary>
internal enum RehydrationSpeed
{
    /// <summary>Up to 15 hours.</summary>
    Standard,

    /// <summary>Under an hour for less than 10 GB, at a higher price.</summary>
    High,
}
