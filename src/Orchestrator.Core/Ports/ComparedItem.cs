namespace Orchestrator.Core.Ports;

/// <summary>One compared table, sequence or tree.</summary>
/// <param name="Name">Its name, for example <c>public.orders</c>.</param>
/// <param name="ReferenceCount">Rows or files in the source or backup.</param>
/// <param name="TargetCount">Rows or files in the target.</param>
/// <param name="ReferenceChecksum">The checksum of the content in the source or backup.</param>
/// <param name="TargetChecksum">The checksum of the content in the target.</param>
public sealed record ComparedItem(
    string Name, long ReferenceCount, long TargetCount, string ReferenceChecksum, string TargetChecksum)
{
    /// <summary>The first things that differ: keys of rows, paths of files. At most 10.</summary>
    public IReadOnlyList<string> FirstDifferences { get; init; } = [];

    /// <summary>When this was last proven equal by a comparison that ran beside the sync; what changed since was compared again.</summary>
    /// <value><see langword="null"/> when it was compared as a whole just now.</value>
    public DateTimeOffset? ProvenAt { get; init; }

    /// <summary>How many rows or files had changed since then and were compared just now.</summary>
    public long RecheckedCount { get; init; }

    /// <summary>Whether count and content are the same.</summary>
    public bool IsEqual => ReferenceCount == TargetCount && ReferenceChecksum == TargetChecksum;
}
