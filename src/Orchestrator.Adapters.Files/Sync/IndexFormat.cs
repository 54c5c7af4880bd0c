namespace Orchestrator.Adapters.Files.Sync;

/// <summary>What index files have in common.</summary>
internal static class IndexFormat
{
    internal const string Header = "orchestrator-files-index-1";

    /// <summary>The lower bits of a record's first byte are the type of the entry, the others say what follows. This stands where the next record would begin, before the totals.</summary>
    internal const byte End = 0xFF;

    /// <summary>How long the totals are.</summary>
    internal const int TotalsSizeBytes = 6 * sizeof(long);

    internal const int TypeMask = 0x07;
    internal const int HasContent = 0x08;
    internal const int HasExtras = 0x10;
    internal const int HasSource = 0x20;
    internal const int HasTarget = 0x40;

    /// <summary>Since when this kernel runs: what an earlier one wrote and nobody made durable may be lost.</summary>
    internal static string Boot { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>The flags of an entry.</summary>
    internal static int FlagsOf(SyncEntry entry) =>
        (int)entry.Type
        | (entry.Entry.Sha256 is null ? 0 : HasContent)
        | (entry.Entry.Link is null && entry.Entry.Attributes is null ? 0 : HasExtras)
        | (entry.Source is null ? 0 : HasSource)
        | (entry.Target is null ? 0 : HasTarget);
}
