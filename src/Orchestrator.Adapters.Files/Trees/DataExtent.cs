namespace Orchestrator.Adapters.Files.Trees;

/// <summary>A run of a file's data in a pack.</summary>
/// <param name="At">Where it begins in the file, in bytes.</param>
/// <param name="Length">How long it is, in bytes.</param>
/// <param name="Pack">The number of the pack.</param>
/// <param name="Offset">Where it begins in the pack, in bytes.</param>
internal sealed record DataExtent(long At, long Length, int Pack, long Offset);
