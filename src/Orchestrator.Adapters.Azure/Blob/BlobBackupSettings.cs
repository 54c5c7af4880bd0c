using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>The keys of a plan's <c>backup</c> of kind <c>blob</c>.</summary>
internal sealed record BlobBackupSettings
{
    /// <summary>
    /// A storage connection string, a URL with a shared access signature, or the account's URL
    /// (<c>https://ACCOUNT.blob.core.windows.net</c>), which is opened with the host's own identity.
    /// </summary>
    [Required]
    public required string Connection { get; init; }

    /// <summary>The container; created when it is missing.</summary>
    /// <value><c>backups</c> by default.</value>
    [RegularExpression("^[a-z0-9](-?[a-z0-9]){2,62}$")]
    public string Container { get; init; } = "backups";

    /// <summary>How many requests are under way at once.</summary>
    /// <value>8 by default; 1 to 64.</value>
    [Range(1, 64)]
    public int Parallelism { get; init; } = 8;

    /// <summary>
    /// How much memory a transfer uses for data. Divided by <see cref="Parallelism"/> it is the size of a block, so
    /// it also limits a file: 50,000 blocks, each at most as large as all of this memory.
    /// </summary>
    /// <value>64 MiB by default (files up to 3 TiB); 1 MiB to 1 GiB.</value>
    [Range(1L << 20, 1L << 30)]
    public long MemoryBytes { get; init; } = 64L << 20;

    /// <summary>How long a request may go without an answer. Links slower than 20 Mbit/s need more than the default.</summary>
    /// <value>30 seconds by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The access tier: <c>auto</c> goes by <c>retain</c> (hot below 30 days, cool below 90, cold below 180, else archive).
    /// Set when the backup is complete; archive when the migration has ended. The manifest stays hot.
    /// </summary>
    /// <value>None by default: the account's own.</value>
    public BackupTier? Tier { get; init; }

    /// <summary>How fast a backup is brought back from the archive tier.</summary>
    /// <value><c>standard</c> by default.</value>
    public RehydrationSpeed Rehydrate { get; init; } = RehydrationSpeed.Standard;

    /// <summary>Whether anybody can change or delete the backup before <c>retain</c> has passed. The account needs version-level immutability.</summary>
    /// <value><c>none</c> by default.</value>
    public BackupImmutability Immutable { get; init; } = BackupImmutability.None;

    /// <summary>Whether a lease keeps everybody else from deleting or changing the manifest while the migration runs.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool Lease { get; init; } = true;
}
