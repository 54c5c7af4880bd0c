using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.PostgreSql.Database;

/// <summary>The keys beside <c>kind: postgresql</c>.</summary>
public sealed record PostgreSqlSettings
{
    /// <summary>How many tables are dumped, restored and compared at the same time, each over connections of its own.</summary>
    /// <value>4 by default.</value>
    [Range(1, 64)]
    public int Parallelism { get; init; } = 4;

    /// <summary>How long the backup waits for a table that somebody has locked before it gives up.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How hard the dump is compressed: 0 is not at all, 9 the smallest.</summary>
    /// <value>1 by default: most of the gain for little time, and downtime is what it costs.</value>
    [Range(0, 9)]
    public int CompressionLevel { get; init; } = 1;

    /// <summary>How long connecting to a server may take.</summary>
    /// <value>15 seconds by default.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Online: tables larger than this, in bytes, are copied in parts of about this size, several at a time.</summary>
    /// <value>1 GiB by default.</value>
    [Range(1L << 20, 1L << 50)]
    public long CopyPartBytes { get; init; } = 1L << 30;

    /// <summary>Online: how much memory the target's server may use for each index that is built, in bytes (<c>maintenance_work_mem</c>).</summary>
    /// <value>256 MiB by default.</value>
    [Range(1L << 20, 1L << 40)]
    public long IndexMemoryBytes { get; init; } = 256L << 20;

    /// <summary>
    /// Online: how much of its log the leading server may keep for the sync, in bytes. Beyond it the sync is given up and
    /// its slots are dropped: a production server whose disk is full is worse than a migration that starts again.
    /// </summary>
    /// <value>10 GiB by default.</value>
    [Range(1L << 20, 1L << 50)]
    public long MaxSlotRetentionBytes { get; init; } = 10L << 30;
}
