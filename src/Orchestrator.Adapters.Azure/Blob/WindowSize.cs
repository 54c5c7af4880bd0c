using Orchestrator.Core.Ports;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>How many buffers of which size a transfer works with.</summary>
/// <param name="Count">How many, at least 1.</param>
/// <param name="BlockBytes">The size of each, which is also that of a block.</param>
internal sealed record WindowSize(int Count, int BlockBytes)
{
    // https://learn.microsoft.com/rest/api/storageservices/put-block-list: a blob has at most 50,000 blocks.
    private const int MostBlocks = 50_000;
    private const long BlockGrain = 1 << 16;

    /// <summary>Divides the memory so that the largest file fits into one blob.</summary>
    /// <param name="settings">The memory and the parallelism.</param>
    /// <param name="largestFileBytes">The size of the largest file.</param>
    /// <returns>The sizes.</returns>
    /// <exception cref="AdapterException">The memory is too small for a file so large.</exception>
    public static WindowSize For(BlobBackupSettings settings, long largestFileBytes)
    {
        var needed = (largestFileBytes + MostBlocks - 1) / MostBlocks;
        var block = Math.Max(BlockGrain, Math.Max(settings.MemoryBytes / settings.Parallelism, needed) / BlockGrain * BlockGrain);
        if (block < needed)
            block += BlockGrain;
        if (block > settings.MemoryBytes)
            throw TooLarge(largestFileBytes, block);
        return new WindowSize((int)Math.Min(settings.Parallelism, settings.MemoryBytes / block), (int)block);
    }

    private static AdapterException TooLarge(long largestFileBytes, long block) => new(
        $"a file of {largestFileBytes} bytes needs blocks of {block} bytes, and that is more than 'memoryBytes'",
        "the backup", $"Set 'memoryBytes' of the plan's backup to at least {block}", isTransient: false);
}
