namespace Orchestrator.Adapters.Azure.Blob;

/// <summary>The access tier of a stored backup.</summary>
internal enum BackupTier
{
    /// <summary>The one that <see cref="BackupTiers.For"/> finds for the retention.</summary>
    Auto,

    /// <summary>Dear to keep, cheap to read.</summary>
    Hot,

    /// <summary>Kept for at least 30 days.</summary>
    Cool,

    /// <summary>Kept for at least 90 days.</summary>
    Cold,

    /// <summary>Kept for at least 180 days, and readable only hours after it was asked for.</summary>
    Archive,
}
