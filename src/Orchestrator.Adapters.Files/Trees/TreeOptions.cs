namespace Orchestrator.Adapters.Files.Trees;

/// <summary>How trees are copied and compared.</summary>
internal sealed record TreeOptions
{
    /// <summary>Large enough that uploads are few, small enough that they run in parallel and a retry costs little.</summary>
    internal const long DefaultPackSizeBytes = 64L << 20;

    /// <summary>How many files are worked on at once.</summary>
    internal required int Parallelism { get; init; }

    /// <summary>Whether extended attributes and access control lists belong to the copy.</summary>
    internal required bool KeepsAttributes { get; init; }

    /// <summary>Whether the source may change meanwhile.</summary>
    internal required bool IsRehearsal { get; init; }

    /// <summary>How large a pack may become.</summary>
    internal long PackSizeBytes { get; init; } = DefaultPackSizeBytes;
}
