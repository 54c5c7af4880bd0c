namespace Orchestrator.Adapters.Files.Sync;

/// <summary>What an index has in it.</summary>
/// <param name="EntryCount">All entries.</param>
/// <param name="ObjectCount">All but folders.</param>
/// <param name="SizeBytes">The size of the files, holes included.</param>
/// <param name="PendingCount">Of the objects, those that are not proven equal.</param>
/// <param name="PendingBytes">The size of those.</param>
/// <param name="UnprovenCount">Of all entries, those that are not proven equal.</param>
internal readonly record struct IndexTotals(
    long EntryCount, long ObjectCount, long SizeBytes, long PendingCount, long PendingBytes, long UnprovenCount)
{
    /// <summary>The totals with one entry more.</summary>
    internal IndexTotals Plus(SyncEntry entry)
    {
        var isPending = entry is { IsObject: true, IsProven: false };
        return new IndexTotals(
            EntryCount + 1, ObjectCount + (entry.IsObject ? 1 : 0), SizeBytes + entry.SizeBytes,
            PendingCount + (isPending ? 1 : 0), PendingBytes + (isPending ? entry.SizeBytes : 0), UnprovenCount + (entry.IsProven ? 0 : 1));
    }
}
